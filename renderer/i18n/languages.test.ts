import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { catalogueSchema } from '#contract/catalogue.ts';
import { feedReasonSchema, problemSchema } from '#contract/contract.ts';
import { hostFailureSchema } from '#contract/hostFailure.ts';
import en from './en.json' with { type: 'json' };
import { firstLanguage } from './i18n.ts';
import { feedIn, ownerIn, unitAlone, unitIn } from './terms.ts';
import { sourceIn } from './source.ts';
import zh from './zh.json' with { type: 'json' };

const slots = (text: string): string[] => (text.match(/\{\{\w+\}\}/g) ?? []).toSorted();
type Words = { [key: string]: string | Words };
const keysOf = (words: Words, path = ''): string[] =>
  Object.entries(words).flatMap(([key, value]) => (typeof value === 'string' ? [`${path}${key}`] : keysOf(value, `${path}${key}.`)));
const valueOf = (words: Words, path: string): string => path.split('.').reduce<Words | string>((at, key) => (at as Words)[key]!, words) as string;
const { indicators, meta } = catalogueSchema.parse(JSON.parse(readFileSync(new URL('../../electron/host/catalogue/indicators.json', import.meta.url), 'utf8')));
const CJK = /[\u3400-\u9fff]/;

test('both languages say the same things, with the same values in them', () => {
  expect(keysOf(zh).toSorted()).toEqual(keysOf(en).toSorted());
  for (const key of keysOf(zh)) {
    expect(slots(valueOf(zh, key)), key).toEqual(slots(valueOf(en, key)));
  }
});

test('no English leaks into 中文, and no 中文 into English', () => {
  const allowed = /P[0-3]|UTC|Shift|JSON|English|[SDRA] |σ|\{\{\w+\}\}/g;
  for (const key of keysOf(zh)) expect(valueOf(zh, key).replace(allowed, ''), key).not.toMatch(/[A-Za-z]{2,}/);
  for (const key of keysOf(en)) if (key !== 'bar.language') expect(valueOf(en, key), key).not.toMatch(CJK);
});

test('every failure that the host may tell has its sentence', () => {
  for (const code of problemSchema.shape.code.options) expect(keysOf(zh)).toContain(`problem.${code}`);
  for (const code of hostFailureSchema.shape.code.options) expect(keysOf(zh)).toContain(`hostFailure.${code}`);
  for (const code of feedReasonSchema.shape.code.options) expect(keysOf(zh)).toContain(`feedReason.${code}`);
});

test('units, owners and feeds of the whole catalogue have English words', () => {
  for (const { unit, owner_zh, feed } of indicators) {
    expect(unitIn(unit, 'en')).not.toMatch(CJK);
    expect(unitAlone(unit, 'en')).not.toMatch(CJK);
    expect(ownerIn(owner_zh, 'en')).not.toMatch(CJK);
    expect(feedIn(feed, meta.feeds as Record<string, string>, 'en')).not.toBe(feed);
    expect(feedIn(feed, meta.feeds as Record<string, string>, 'zh')).toMatch(CJK);
  }
});

test('units of context layers are words in 中文, as lengths are', () => {
  for (const [unit, word] of [['min', '分钟'], ['d', '天'], ['h', '小时'], ['m', '米'], ['m³/s', '立方米/秒']] as const) {
    expect(unitIn(unit, 'zh')).toBe(word);
    expect(unitIn(unit, 'en')).toBe(unit);
  }
  expect(unitIn('%', 'zh')).toBe('%');
});

test('the first language is the system’s', () => {
  expect(firstLanguage(['zh-CN', 'en'])).toBe('zh');
  expect(firstLanguage(['de-DE', 'en-US'])).toBe('en');
  expect(firstLanguage(['fr'])).toBe('zh');
});

test('what the backend calls generated is so in both languages; other senders’ words stay theirs', () => {
  expect(sourceIn('generated, seed 1', 'zh')).toBe('生成数据，种子 1');
  expect(sourceIn('generated, seed 1', 'en')).toBe('generated, seed 1');
  expect(sourceIn('SODA 2015 sample', 'zh')).toBe('SODA 2015 sample');
});
