import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { hostFailureSchema, type HostFailure } from '#contract/hostFailure.ts';
import { configSchema } from './config.ts';
import { failureOf } from './failure.ts';
import { createHost } from './host.ts';
import { openFile } from './store/openFile.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'chengmai-failure-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** What a host over this data folder fails with. */
function failure(data: string): HostFailure {
  const config = configSchema.parse({ data, cities: {}, runs: [{ id: 'live', title: { zh: '', en: '' }, provenance: 'generated', city: 'none', feeds: [] }] });
  try {
    createHost({ config, configDir: folder, cityRoot: folder, log: () => undefined });
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

it('calls a bug a bug', () => {
  expect(failureOf(new TypeError('x is not a function'))).toEqual({ code: 'internal', file: '', message: 'x is not a function' });
});
