import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { catalogueSchema } from '#contract/catalogue.ts';
import { scaleOf } from '#layers/scale.ts';
import { ownsKey } from '../commands/ownsKey.ts';
import { wireAddress } from '../wires/socket.ts';
import { placeLabels } from './legend/placeLabels.ts';
import { matches } from './rail/search.ts';
import { sparkPath } from './rail/sparkPath.ts';

const { indicators } = catalogueSchema.parse(JSON.parse(readFileSync(new URL('../../electron/host/catalogue/indicators.json', import.meta.url), 'utf8')));
const rain = indicators.find(({ code }) => code === 'MW01')!;
const strip = (values: number[]) => ({ times: Float64Array.from(values, (_, i) => i), values: Float64Array.from(values), from: 0, to: values.length - 1 });

test('an indicator is found by either name, its code, or several words', () => {
  for (const search of ['降雨', 'RAIN', 'mw01', '1-hour rain', '  ', '气象局 降雨']) expect(matches(rain, search), search).toBe(true);
  expect(matches(rain, 'rain metro')).toBe(false);
});

test('no label of any scale lies on another, and the gravest threshold is always written', () => {
  for (const indicator of indicators) {
    const { stops } = scaleOf(indicator);
    const labels = placeLabels(stops, ({ value }) => String(value), 268);
    for (let i = 1; i < labels.length; i++) {
      const room = ((labels[i]!.text.length + labels[i - 1]!.text.length) * 6.6) / 2;
      expect(labels[i]!.x - labels[i - 1]!.x, indicator.code).toBeGreaterThan(room);
    }
    const red = stops.find(({ level }) => level === 'red');
    if (red) expect(labels.map(({ text }) => text), indicator.code).toContain(String(red.value));
  }
});

test('a line breaks at gaps and lies in the middle when nothing changes', () => {
  expect(sparkPath(strip([1, 2, NaN, 3, 4]), 40, 10).match(/M/g)).toHaveLength(2);
  expect(sparkPath(strip([5, 5, 5]), 40, 10)).toBe('M0.0 5.0L20.0 5.0L40.0 5.0');
  expect(sparkPath(strip([NaN, NaN]), 40, 10)).toBe('');
});

test('keys belong to whom they are typed at', () => {
  expect(ownsKey({ tagName: 'INPUT', type: 'search' }, 'l')).toBe(true);
  expect(ownsKey({ tagName: 'BUTTON' }, ' ')).toBe(true);
  expect(ownsKey({ tagName: 'BUTTON' }, 'l')).toBe(false);
  expect(ownsKey({ tagName: 'CANVAS' }, ' ')).toBe(false);
  expect(ownsKey(null, ' ')).toBe(false);
});

test('the wire is beside the page, with its token', () => {
  expect(wireAddress('http://127.0.0.1:7420/')).toBe('ws://127.0.0.1:7420/wire');
  expect(wireAddress('https://wall.example/?token=abc')).toBe('wss://wall.example/wire?token=abc');
});
