import { expect, test } from 'vitest';
import { loadCatalogue } from '#host/catalogue/catalogue.ts';
import { begun, beside, ended, obstacleTo, put, WEEK_AGO, whenOf, YESTERDAY, type Compared } from './comparison.ts';
import { formChoices, type FormChoice } from './forms.ts';
import type { Chosen } from './store.ts';

const { indicators } = loadCatalogue();
const chosen = (code: string, form?: FormChoice['form']): Chosen => {
  const indicator = indicators.find((one) => one.code === code)!;
  const choices = formChoices(indicator);
  return { indicator, choice: choices.find((choice) => choice.form === form) ?? choices[0]! };
};
const [rain, depth, heat] = [chosen('MW01'), chosen('MW06'), chosen('MW04')];
const alone: Compared = { slots: { a: rain, b: null }, comparison: null };

test('one indicator is compared with itself yesterday, two at one instant; nothing with nothing', () => {
  const moments = begun(alone)!;
  expect(moments.slots).toEqual({ a: rain, b: rain });
  expect([whenOf(moments, 'a'), whenOf(moments, 'b')]).toEqual([YESTERDAY, null]);
  const two = begun({ slots: { a: rain, b: depth }, comparison: null })!;
  expect([two.slots.b, whenOf(two, 'a')]).toEqual([depth, null]);
  expect(begun({ slots: { a: null, b: null }, comparison: null })).toBeNull();
});

test('what lay in b comes back when two moments are no longer compared', () => {
  const moments = beside(begun({ slots: { a: rain, b: depth }, comparison: null })!, WEEK_AGO);
  expect(moments.slots.b).toBe(rain);
  expect(ended(moments)).toEqual({ slots: { a: rain, b: depth }, comparison: null });
  expect(beside(moments, null).slots.b).toBe(depth);
});

test('of two moments another indicator goes into both sides, one for b makes two indicators of it', () => {
  const moments = begun(alone)!;
  expect(put(moments, 'a', heat)).toMatchObject({ slots: { a: heat, b: heat }, comparison: { when: YESTERDAY } });
  expect(put(moments, 'b', depth)).toMatchObject({ slots: { a: rain, b: depth }, comparison: { when: null } });
  expect(put(moments, 'a', null)).toEqual({ slots: { a: null, b: null }, comparison: null });
});

test('a difference needs one unit and one kind of places, and gives way where they are gone', () => {
  expect(obstacleTo(begun(alone)!)).toBeNull();
  expect(obstacleTo({ slots: { a: rain, b: heat } })).toBe('unit');
  expect(obstacleTo({ slots: { a: rain, b: null } })).toBe('empty');
  expect(obstacleTo({ slots: { a: rain, b: chosen('MW01', 'choropleth') } })).toBe('places');
  expect(obstacleTo({ slots: { a: rain, b: { ...rain, view: 'silence' } } })).toBe('values');
  const difference = begun(alone)!;
  difference.comparison!.way = 'difference';
  expect(put(difference, 'b', heat).comparison!.way).toBe('swipe');
});
