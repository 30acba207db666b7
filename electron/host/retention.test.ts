import { expect, it } from 'vitest';
import { runConfigSchema } from './config.ts';
import { limitsAt, retentionOf } from './retention.ts';

const DAY = 86_400_000;
const NOW = 1000 * DAY;
const limits = (stated: object): object => limitsAt(retentionOf(runConfigSchema.parse({ id: 'r', title: { zh: '', en: '' }, provenance: 'generated', city: 'c', feeds: [], ...stated })), NOW);

it('keeps a live run in full for a week, in quarters of an hour for five, in hours for more than a year', () => {
  expect(limits({})).toStrictEqual({
    dropBefore: NOW - 400 * DAY, knownBefore: NOW - 30 * DAY,
    thin: [{ stepMs: 900_000, before: NOW - 7 * DAY }, { stepMs: 3_600_000, before: NOW - 35 * DAY }],
  });
});

it('keeps a run with its own clock for ever, unless it says otherwise', () => {
  expect(limits({ clock: 'data' })).toStrictEqual({ dropBefore: null, thin: [], knownBefore: null });
  expect(limits({ clock: 'data', retainDays: 3 })).toMatchObject({ dropBefore: NOW - 3 * DAY, thin: [] });
});

it('takes what is stated; a step that would end before the full days do is left out', () => {
  expect(limits({ retainDays: 2, coarse: [] })).toMatchObject({ dropBefore: NOW - 2 * DAY, thin: [] });
  expect(limits({ retainDays: 40 })).toMatchObject({ dropBefore: NOW - 400 * DAY, thin: [{ stepMs: 3_600_000, before: NOW - 40 * DAY }] });
  expect(() => limits({ coarse: [{ stepMinutes: 60, days: 9 }, { stepMinutes: 15, days: 90 }] })).toThrow(/steps and days have to rise/);
  expect(() => limits({ coarse: [{ stepMinutes: 7, days: 9 }] })).toThrow();
});
