/** Which warning level an indicator has reached for the whole city, and when that changed. */
import { finestPlaces, indicatorAt, LEVELS, levelOf, type Level } from '#contract/catalogue.ts';
import { pictureAt, type Sight, type Subject } from './picture.ts';
import { PEOPLE_STEP_MS, type Unit } from './privacy.ts';
import { fitting, type Subjects } from './subjects.ts';
import { sweepPictures } from './sweepPictures.ts';
import type { Turns } from './turns.ts';
import type { RunHistory } from '../store/reading.ts';

export interface LevelChange { time: number; before: Level | null; level: Level | null }
export interface LevelTools { store: RunHistory; subjects: Subjects; turns: Turns }

/** How exactly the moment of a change is found, ms; of people never finer than they are looked at. */
const EXACT_MS = 1000;
/** So many changes of one question are found exactly; the others to the step that they were looked for in. */
const MOST_EXACT = 40;

/** Summed, with thresholds meant for one place, and those places may be seen: the sum has no level, its worst place has. */
export function hasLevelsBySite({ indicator }: Subject): boolean {
  return indicator.thresholds_at === 'site' && indicatorAt(indicator, finestPlaces(indicator)) === indicator;
}

export function highestLevel({ indicator }: Subject, { values }: Pick<Sight, 'values'>): Level | null {
  const { op } = indicator.thresholds;
  const isHigh = op === '>=' || op === '>';
  const worst = values.reduce((found, value) => (Number.isNaN(value) ? found : isHigh ? Math.max(found, value) : Math.min(found, value)), isHigh ? -Infinity : Infinity);
  return levelOf(worst, indicator.thresholds);
}

/** Whether it can reach a level at all. */
export function isRated(subject: Subject): boolean {
  const { thresholds } = hasLevelsBySite(subject) ? subject.indicator : indicatorAt(subject.indicator, 'city');
  return LEVELS.some((level) => thresholds[level] !== null);
}

/** On which places its level is read. */
const unitOf = (subject: Subject): Unit => (hasLevelsBySite(subject) ? finestPlaces(subject.indicator) : 'city');

/** Undefined where nothing is known. */
function levelIn(subject: Subject, sight: Sight): Level | null | undefined {
  if (hasLevelsBySite(subject)) return sight.values.some((value) => !Number.isNaN(value)) ? highestLevel(subject, sight) : undefined;
  return Number.isNaN(sight.values[0]) ? undefined : levelOf(sight.values[0], indicatorAt(subject.indicator, 'city').thresholds);
}

/**
 * Changes between rising `instants`, epoch ms, in time order; null where it is not wanted any more. Where the level was unknown in
 * between, the change is when it is known again. What comes and goes between two instants is not seen.
 */
export async function levelChanges(tools: LevelTools, code: string, instants: number[], isWanted: () => boolean): Promise<LevelChange[] | null> {
  const { subjects, turns } = tools;
  const subject = subjects.of(code);
  if (!isRated(subject) || instants.length < 2) return [];
  const unit = unitOf(subject);
  const found: (LevelChange & { after: number })[] = [];
  let known: { at: number; level: Level | null } | null = null;
  let wasKnown = false;
  const isDone = await sweepPictures(tools, { subject, unit }, instants, {
    when: 'soon',
    isWanted,
    visit(instant, sight) {
      const level = levelIn(subject, sight);
      if (level !== undefined) {
        if (known && known.level !== level) found.push({ time: instant, before: known.level, level, after: wasKnown ? known.at : instant });
        known = { at: instant, level };
      }
      wasKnown = level !== undefined;
    },
  });
  if (!isDone) return null;
  const { goOn } = turns.slices('soon', isWanted);
  for (const change of found.slice(0, MOST_EXACT)) {
    const exact = subject.minCount === null ? EXACT_MS : PEOPLE_STEP_MS;
    while (change.time - change.after > exact) {
      if (!(await goOn())) return null;
      const middle = Math.ceil((change.after + change.time) / 2 / exact) * exact;
      if (middle >= change.time) break;
      const moment = { live: false, time: middle };
      const silence = subjects.silentAfter(subject.indicator, moment);
      // Through a picture of its own: an instant that no sweep has visited.
      const state = subjects.stateAt(code, moment);
      const level = levelIn(subject, pictureAt(fitting(subjects, subject, state), state, middle, unit, silence));
      if (level === change.level) change.time = middle;
      else change.after = middle;
    }
  }
  return found.map(({ time, before, level }) => ({ time, before, level }));
}
