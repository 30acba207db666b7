import { mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { hostFailureSchema, type HostFailure } from '#contract/hostFailure.ts';
import { configSchema } from './config.ts';
import { failureOf } from './failure.ts';
import { createHost } from './host.ts';
import { openFile } from './store/openFile.ts';
import { writeTestCity } from './testing/city.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'chengmai-failure-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** What a host over this data folder, and this city, fails with. */
function failure(data: string, city = 'none'): HostFailure {
  const config = configSchema.parse({ data, cities: {}, runs: [{ id: 'live', title: { zh: '', en: '' }, provenance: 'generated', city, feeds: [] }] });
  try {
    void createHost({ config, configDir: folder, cityRoot: folder, log: () => undefined }).close();
  } catch (error) {
    return hostFailureSchema.parse(failureOf(error));
  }
  throw new Error('it opened');
}

it('names what kept a host from opening, and the file that it is about', () => {
  mkdirSync(path.join(folder, 'used'));
  const other = openFile(path.join(folder, 'used/live.sqlite'));
  expect(failure('used')).toEqual({ code: 'in-use', file: 'live.sqlite', message: 'live.sqlite is open in another process; a run file has one writer.' });
  other.close();
  mkdirSync(path.join(folder, 'foreign'));
  writeFileSync(path.join(folder, 'foreign/live.sqlite'), 'x'.repeat(4096));
  expect(failure('foreign')).toMatchObject({ code: 'not-a-run-file', file: 'live.sqlite' });
  writeFileSync(path.join(folder, 'file'), '');
  expect(failure('file/below')).toMatchObject({ code: 'no-access', file: path.join(folder, 'file/below') });
});

it('names the file of a city that was half copied', () => {
  const city = path.join(folder, 'half');
  const broken = (change: () => void): HostFailure => {
    writeTestCity(city);
    change();
    return failure('beside', 'half');
  };
  expect(broken(() => rmSync(path.join(city, 'towns.json')))).toMatchObject({ code: 'bad-city', file: path.join(city, 'towns.json') });
  expect(broken(() => truncateSync(path.join(city, 'districts.json'), 100))).toMatchObject({ code: 'bad-city', file: path.join(city, 'districts.json') });
  expect(broken(() => writeFileSync(path.join(city, 'city.json'), '{}'))).toMatchObject({ code: 'bad-city', file: path.join(city, 'city.json') });
});

it('refuses a city whose context layers would let people out by place', () => {
  const city = path.join(folder, 'context');
  writeTestCity(city);
  const about = JSON.parse(readFileSync(path.join(city, 'city.json'), 'utf8'));
  writeFileSync(path.join(city, 'city.json'), JSON.stringify({ ...about, context: 'context.json' }));
  const areas = { id: 'volunteers', privacy: 'P3', form: 'area' };
  const layers = (...of: object[]): void => writeFileSync(path.join(city, 'context.json'), JSON.stringify({ layers: of }));
  layers(areas, { id: 'visits', privacy: 'P3', form: 'point' });
  expect(failure('with-context', 'context')).toMatchObject({ code: 'bad-city', file: path.join(city, 'context.json'), message: expect.stringContaining('visits') });
  layers(areas, { id: 'hospitals', privacy: 'P0', form: 'point' });
  expect(() => failure('with-context', 'context')).toThrow('it opened');
});

it('calls a bug a bug', () => {
  expect(failureOf(new TypeError('x is not a function'))).toEqual({ code: 'internal', file: '', message: 'x is not a function' });
});
