/** What was found wrong in what a person brought: counted by reason, with examples that name file and feature. */

/** An expected failure: a file, or all of what was brought, that cannot be used. Its message is for the person who brought it. */
export class ImportProblem extends Error {
  readonly file: string;
  constructor(file: string, why: string) {
    super(`${file}: ${why}`);
    this.file = file;
  }
}

/** `leftOut`: a feature or part that is not in the city; `mended`: one that is, other than it came. */
export type Outcome = 'leftOut' | 'mended';

export interface Finding {
  file: string;
  outcome: Outcome;
  reason: string;
  count: number;
  /** The first of them, as the file names them. */
  features: string[];
}

export interface Findings {
  note(file: string, outcome: Outcome, reason: string, feature: string): void;
  list(): Finding[];
  /** Sentences for a person, the most frequent first. */
  sentences(): string[];
}

const MOST_EXAMPLES = 20;
const MOST_NAMED = 5;
/** A reason that quotes values would be a new one for each feature. */
const MOST_REASONS = 200;

export function createFindings(): Findings {
  const found = new Map<string, Finding>();
  return {
    note(file, outcome, given, feature) {
      const reason = found.size < MOST_REASONS ? given : 'other reasons';
      const key = `${file}\n${outcome}\n${reason}`;
      const finding = found.get(key) ?? { file, outcome, reason, count: 0, features: [] };
      finding.count++;
      if (finding.features.length < MOST_EXAMPLES) finding.features.push(feature);
      found.set(key, finding);
    },
    list: () => [...found.values()],
    sentences: () =>
      [...found.values()].toSorted((a, b) => b.count - a.count).map(({ file, outcome, reason, count, features }) => {
        const named = features.slice(0, MOST_NAMED).join(', ');
        return `${file}: ${count} ${outcome === 'leftOut' ? 'left out' : 'mended'}: ${reason} (${named}${count > Math.min(features.length, MOST_NAMED) ? ', …' : ''})`;
      }),
  };
}
