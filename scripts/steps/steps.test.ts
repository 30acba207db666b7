import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { sentenceOf } from './city.mjs';
import { asOne, fromPlaywright, fromVitest, outcome, summary } from './closing.mjs';
import { downloadElectron, electronExecutable, probeElectron, reasonBefore, reasonEnded } from './electron.mjs';
import { isInstalled, npmReason } from './install.mjs';
import { startOptions } from './options.mjs';
import { step } from './progress.mjs';
import { hashOf, makeOnce } from './stamp.mjs';

const folders: string[] = [];
const scratch = (): string => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'chengmai-steps-'));
  folders.push(folder);
  return folder;
};
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** Vitest's report of one file, and a test as Playwright reports it. */
const unit = (...states: string[]) => ({ testResults: [{ name: 'a.test.ts', status: states.includes('failed') ? 'failed' : 'passed', assertionResults: states.map((status, i) => ({ status, fullName: `test ${i}` })) }] });
const test = (status: string, annotations: object[] = []) => ({ title: status, tests: [{ status, annotations }] });
const ended = (said: string) => reasonEnded({ code: 1, signal: null, output: [said] });

describe('the closing line', () => {
  it('sums every stage and stands last', () => {
    const lines = summary([asOne('types', true), asOne('lint', false), outcome('unit', { passed: 40, skipped: 2, notes: ['skipped: no nats-server'] })]);
    expect(lines.at(-1)).toBe('41 passed, 1 failed, 2 skipped');
    expect(lines.join('\n')).toContain('skipped: no nats-server');
  });

  it('counts what Vitest reports', () => {
    expect(fromVitest('unit', unit('passed', 'passed', 'failed', 'pending'), 1)).toMatchObject({ passed: 2, failed: 1, skipped: 1, notes: ['failed: test 2', 'skipped: test 3'] });
  });

  it('counts a test file that could not be loaded as a failure', () => {
    const report = unit('passed');
    report.testResults.push({ name: 'broken.test.ts', status: 'failed', message: 'Cannot find module\nat x', assertionResults: [] } as never);
    expect(fromVitest('unit', report, 1)).toMatchObject({ passed: 1, failed: 1, notes: ['failed: broken.test.ts: Cannot find module'] });
  });

  it('fails where a runner fails without a failed test, or leaves no report', () => {
    expect(fromVitest('unit', unit('passed'), 1).failed).toBe(1);
    expect(fromVitest('unit', null, 0).failed).toBe(1);
    expect(fromPlaywright('page', null, 0).failed).toBe(1);
    expect(fromPlaywright('page', { suites: [], errors: [{ message: 'no tests found\nmore' }] }, 1)).toMatchObject({ failed: 1, notes: ['failed: no tests found'] });
  });

  it('counts what Playwright reports, a flaky test as failed and a skipped one with its reason', () => {
    const report = { suites: [{ specs: [test('expected')], suites: [{ specs: [test('flaky'), test('skipped', [{ type: 'skip', description: 'no display' }])] }] }] };
    expect(fromPlaywright('page', report, 0)).toMatchObject({ passed: 1, failed: 1, skipped: 1, notes: ['failed: flaky (only at first)', 'skipped: skipped (no display)'] });
  });
});

describe('what is missing', () => {
  const lock = { '': {}, 'node_modules/a': { version: '1.0.0' }, 'node_modules/b': { version: '2.0.0', optional: true } };
  it('is nothing where npm noted the same versions, packages for other platforms aside', () => {
    expect(isInstalled(lock, { 'node_modules/a': { version: '1.0.0' } })).toBe(true);
  });
  it('is something after the lock file moved on', () => {
    expect(isInstalled(lock, { 'node_modules/a': { version: '0.9.0' } })).toBe(false);
    expect(isInstalled(lock, {})).toBe(false);
  });
  it('is told by the one line of npm that says it', () => {
    expect(npmReason(['npm warn old', 'npm error code ENOTFOUND', 'npm error network request failed', 'npm error A complete log of this run'])).toBe('network request failed');
  });
});

describe('why not in Electron', () => {
  const linux = { platform: 'linux', env: { DISPLAY: ':0' }, uid: 1000 };
  it('is nothing on a desktop', () => expect(reasonBefore(linux)).toBeNull());
  it('is a missing display', () => expect(reasonBefore({ ...linux, env: {} })).toMatch(/no display/));
  it('is root, unless a test says that it goes without a sandbox', () => {
    expect(reasonBefore({ ...linux, uid: 0 })).toMatch(/root/);
    expect(reasonBefore({ ...linux, uid: 0, env: { DISPLAY: ':0', CHENGMAI_TEST_NO_SANDBOX: '1' } })).toBeNull();
  });
  it('is an executable that is not there', () => {
    expect(electronExecutable({ ELECTRON_OVERRIDE_DIST_PATH: scratch() })).toBeNull();
  });

  it('is an executable that does not run, or crashes at the native store', async () => {
    const folder = scratch();
    const script = (name: string, body: string) => {
      const file = path.join(folder, name);
      writeFileSync(file, `#!/bin/sh\n${body}\n`, { mode: 0o755 });
      return file;
    };
    expect(await probeElectron(script('good', 'echo runs'))).toBeNull();
    expect(await probeElectron(script('crash', 'echo runs; kill -SEGV $$'))).toMatch(/cannot load the native store/);
    expect(await probeElectron(script('lib', 'echo "electron: error while loading shared libraries: libgtk-3.so.0: cannot open shared object file" >&2; exit 127'))).toMatch(/libgtk-3\.so\.0 is missing/);
  });

  it('is a download without bytes, given up after its time', async () => {
    const script = path.join(scratch(), 'install.cjs');
    writeFileSync(script, 'setInterval(() => {}, 1000)');
    expect(await downloadElectron({ noBytesMs: 600, script })).toMatch(/no bytes for 0.6 s/);
  });

  it('is not a slow download that still brings bytes', async () => {
    const script = path.join(scratch(), 'install.cjs');
    writeFileSync(script, "let n = 0; const t = setInterval(() => { require('fs').appendFileSync(process.env.TMPDIR + '/part', 'x'); if (++n === 12) process.exit(1); }, 200)");
    expect(await downloadElectron({ noBytesMs: 1500, script })).toBe('its download failed');
  });

  it('is read from what Electron said before it ended', () => {
    expect(ended('The SUID sandbox helper binary was found, but is not configured correctly')).toMatch(/sandbox/);
    expect(ended('Missing X server or $DISPLAY')).toMatch(/display did not answer/);
    expect(reasonEnded({ code: null, signal: 'SIGSEGV', output: [] })).toMatch(/SIGSEGV/);
  });
});

describe('what is made', () => {
  it('is made again only when its sources have changed', async () => {
    const folder = scratch();
    const source = path.join(folder, 'source.ts');
    const result = path.join(folder, 'result.js');
    let made = 0;
    const make = () => makeOnce(path.join(folder, 'x.stamp'), hashOf([source]), [result], () => writeFileSync(result, String(++made)));
    writeFileSync(source, 'one');
    expect([await make(), await make()]).toEqual([true, false]);
    writeFileSync(source, 'two');
    expect(await make()).toBe(true);
    rmSync(result);
    expect(await make()).toBe(true);
    expect(readFileSync(result, 'utf8')).toBe('3');
  });

  it('counts as not made where making failed', async () => {
    const folder = scratch();
    const make = (work: () => void) => makeOnce(path.join(folder, 'x.stamp'), 'same', [], work);
    await expect(make(() => { throw new Error('no'); })).rejects.toThrow('no');
    expect(await make(() => {})).toBe(true);
  });

  it('is told without a stack where it fails', () => {
    expect(sentenceOf(['node:internal/x:1', 'Error: The file is missing.', '    at f (x.ts:1)', 'Node.js v24.0.0'])).toBe('The file is missing');
  });
});

describe('the command line', () => {
  it('takes a configuration relative to where the person is', () => {
    expect(startOptions(['--config', 'mine.json'], '/home/someone').config).toBe('/home/someone/mine.json');
    expect(startOptions([]).config).toMatch(/chengmai\.config\.json$/);
  });
  it('refuses what it does not know, in a sentence', () => {
    expect(() => startOptions(['--elektron'])).toThrow(/npm start takes/);
    expect(() => startOptions(['--electron', '--browser'])).toThrow(/one of/);
  });
  it('says nothing of a step that takes less than two seconds', async () => {
    const said: string[] = [];
    await step('Quick', () => 1, (line: string) => said.push(line));
    expect(said).toEqual([]);
  });
});
