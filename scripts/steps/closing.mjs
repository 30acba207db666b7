// What each stage of `npm test` says in numbers, and the closing line.

/** @typedef {{stage: string, passed: number, failed: number, skipped: number, notes: string[]}} Outcome */

export const outcome = (stage, { passed = 0, failed = 0, skipped = 0, notes = [] } = {}) => ({ stage, passed, failed, skipped, notes });

/** A stage that passes or fails as one. */
export const asOne = (stage, ok, notes = []) => outcome(stage, { passed: ok ? 1 : 0, failed: ok ? 0 : 1, notes });

/** Vitest's JSON report. A file that could not be loaded, and an error outside of any test, count as one failure each. */
export function fromVitest(stage, report, exitCode) {
  if (!report) return outcome(stage, { failed: 1, notes: ['Vitest ended without a report'] });
  const tests = report.testResults.flatMap((file) => file.assertionResults);
  const count = (...states) => tests.filter(({ status }) => states.includes(status)).length;
  const broken = report.testResults.filter((file) => file.status === 'failed' && !file.assertionResults.some(({ status }) => status === 'failed'));
  let failed = count('failed') + broken.length;
  const notes = tests.filter(({ status }) => status === 'failed').map((test) => `failed: ${test.fullName ?? test.title}`);
  notes.push(...broken.map((file) => `failed: ${file.name}: ${file.message?.split('\n')[0] ?? 'could not be loaded'}`));
  if (exitCode !== 0 && failed === 0) {
    failed = 1;
    notes.push('failed: Vitest ended with an error outside of any test');
  }
  const skipped = tests.filter(({ status }) => ['skipped', 'pending', 'todo', 'disabled'].includes(status));
  notes.push(...skipped.map((test) => `skipped: ${test.fullName ?? test.title}`));
  return outcome(stage, { passed: count('passed'), failed, skipped: skipped.length, notes });
}

/** Playwright's JSON report. A test that passed only when tried again counts as failed: it hides a race. */
export function fromPlaywright(stage, report, exitCode) {
  if (!report) return outcome(stage, { failed: 1, notes: ['Playwright ended without a report'] });
  const tests = [...specsOf(report.suites ?? [])];
  const count = (status) => tests.filter((test) => test.status === status).length;
  let failed = count('unexpected') + count('flaky');
  const notes = [];
  if (exitCode !== 0 && failed === 0) {
    failed = 1;
    notes.push(`failed: ${report.errors?.[0]?.message?.split('\n')[0] ?? 'Playwright ended with an error outside of any test'}`);
  }
  for (const test of tests) {
    if (test.status === 'unexpected') notes.push(`failed: ${test.title}`);
    if (test.status === 'flaky') notes.push(`failed: ${test.title} (only at first)`);
    if (test.status !== 'skipped') continue;
    const reason = test.annotations.find(({ type, description }) => type === 'skip' && description)?.description;
    notes.push(`skipped: ${test.title}${reason ? ` (${reason})` : ''}`);
  }
  return outcome(stage, { passed: count('expected'), failed, skipped: count('skipped'), notes });
}

function* specsOf(suites) {
  for (const suite of suites) {
    for (const spec of suite.specs ?? []) for (const test of spec.tests) yield { ...test, title: spec.title };
    yield* specsOf(suite.suites ?? []);
  }
}

const numbers = ({ passed, failed, skipped }) => `${passed} passed, ${failed} failed, ${skipped} skipped`;

/** The summary's lines; the last is `N passed, N failed, N skipped` over all stages. */
export function summary(outcomes) {
  const width = Math.max(...outcomes.map(({ stage }) => stage.length));
  const total = { passed: 0, failed: 0, skipped: 0 };
  const lines = [];
  for (const one of outcomes) {
    for (const key of Object.keys(total)) total[key] += one[key];
    lines.push(`${one.stage.padEnd(width)}  ${numbers(one)}`, ...one.notes.map((note) => `${' '.repeat(width)}  ${note}`));
  }
  return [...lines, numbers(total)];
}
