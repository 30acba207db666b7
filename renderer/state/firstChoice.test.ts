import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { catalogueSchema } from '#contract/catalogue.ts';
import { firstChoice } from './firstChoice.ts';
import { EMPTY_SCREEN, type SummaryShown } from './store.ts';

const { indicators } = catalogueSchema.parse(JSON.parse(readFileSync(new URL('../../electron/host/catalogue/indicators.json', import.meta.url), 'utf8')));
const summary = (indicator: string, state: SummaryShown['state'], sites = 3): SummaryShown =>
  ({ indicator, state, value: 1, level: null, measuredAt: 0, reporting: 1, sites });
const blank = { ...EMPTY_SCREEN, indicators };

test('something lies on the city before anything is known of its values', () => {
  expect(firstChoice(blank)?.indicator.code).toBe('PS03');
});

test('where that has no places, the first that is measured takes over; then it stays', () => {
  const slots = { a: firstChoice(blank), b: null };
  const summaries = { PS03: summary('PS03', 'never', 0), MW08: summary('MW08', 'measured') };
  const second = firstChoice({ ...blank, slots, summaries });
  expect(second?.indicator.code).toBe('MW08');
  expect(firstChoice({ ...blank, slots: { a: second, b: null }, summaries })).toBeNull();
});

test('a person’s choice stays, also when it is empty or nothing', () => {
  const slots = { a: firstChoice(blank), b: null };
  expect(firstChoice({ ...blank, byPerson: true, slots, summaries: { PS03: summary('PS03', 'never', 0) } })).toBeNull();
  expect(firstChoice({ ...blank, byPerson: true, slots: { a: null, b: null } })).toBeNull();
});
