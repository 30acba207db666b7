// `npm test [-- unit|page|desktop]…`: installs what is missing, checks everything, closes with one line of numbers.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import { build } from './steps/bundles.mjs';
import { buildCity } from './steps/city.mjs';
import { start } from './steps/child.mjs';
import { asOne, fromPlaywright, fromVitest, outcome, summary } from './steps/closing.mjs';
import { electronExecutable, probeElectron } from './steps/electron.mjs';
import { install } from './steps/install.mjs';
import { inRoot, main, pinnedNode, Told } from './steps/project.mjs';
import { findChromium, installPackages, which } from './steps/system.mjs';

const PARTS = ['unit', 'page', 'desktop'];
const results = inRoot('test-results');

// Another native binding and another Electron are for the desktop tests only: all else runs on the pinned Node's own.
const { ELECTRON_OVERRIDE_DIST_PATH, CHENGMAI_SQLITE_BINDING, ...plain } = process.env;
const desktopEnv = { ...plain, ...(ELECTRON_OVERRIDE_DIST_PATH && { ELECTRON_OVERRIDE_DIST_PATH }), ...(CHENGMAI_SQLITE_BINDING && { CHENGMAI_SQLITE_BINDING }) };

await main(async () => {
  const parts = process.argv.slice(2);
  const unknown = parts.find((part) => !PARTS.includes(part));
  if (unknown !== undefined) throw new Told(`There is no part "${unknown}": ${PARTS.join(', ')}.`);
  const asked = (part) => parts.length === 0 || parts.includes(part);

  await install();
  const outcomes = [];
  if (asked('unit')) {
    if (process.platform === 'linux') await installPackages(['nats-server', 'mosquitto'].filter((broker) => !which(broker)));
    outcomes.push(asOne('types', await passes('types', [inRoot('scripts/types.mjs')])));
    outcomes.push(asOne('lint', await passes('lint', [inRoot('scripts/lint.mjs')])));
    outcomes.push(await vitest());
  }
  if (asked('page') || asked('desktop')) outcomes.push(await built());
  const canRun = outcomes.every(({ stage, failed }) => stage !== 'build' || failed === 0);
  if (asked('page')) outcomes.push(canRun ? await page() : outcome('page', { failed: 1, notes: ['nothing to test: the build failed'] }));
  if (asked('desktop')) outcomes.push(canRun ? await desktop() : outcome('desktop', { failed: 1, notes: ['nothing to test: the build failed'] }));

  console.log(`\n${summary(outcomes).join('\n')}`);
  process.exitCode = outcomes.some(({ failed }) => failed > 0) ? 1 : 0;
});

async function passes(name, args, env = plain, wrap = []) {
  console.log(`\n— ${name}`);
  const [command, ...rest] = [...wrap, pinnedNode, ...args];
  // So that `node` is the pinned one for whatever the tests start.
  const withNode = { ...env, PATH: `${inRoot('node_modules/.bin')}:${env.PATH}` };
  const { code, signal } = await start(command, rest, { env: withNode }).ended;
  return code === 0 && !signal;
}

function freshReport(name) {
  mkdirSync(results, { recursive: true });
  const file = `${results}/${name}.json`;
  rmSync(file, { force: true });
  return { file, read: () => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null) };
}

async function vitest() {
  const report = freshReport('unit');
  const ok = await passes('unit, contract and host tests', [inRoot('node_modules/vitest/vitest.mjs'), 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${report.file}`]);
  return fromVitest('unit', report.read(), ok ? 0 : 1);
}

async function built() {
  console.log('\n— build');
  try {
    await build('page');
    await buildCity(inRoot('chengmai.config.json'));
    return asOne('build', true);
  } catch (error) {
    if (!(error instanceof Told)) throw error;
    console.error(error.message);
    return asOne('build', false, [error.message.split('\n')[0]]);
  }
}

async function playwright(stage, env, wrap = []) {
  const report = freshReport(stage);
  const ok = await passes(`${stage} tests`, [inRoot('node_modules/@playwright/test/cli.js'), 'test', '--project', stage], { ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: report.file }, wrap);
  return fromPlaywright(stage, report.read(), ok ? 0 : 1);
}

async function page() {
  const { executable, reason } = await findChromium();
  if (!executable) return outcome('page', { failed: 1, notes: [reason] });
  return playwright('page', { ...plain, CHENGMAI_CHROMIUM: executable });
}

/** Why the desktop tests cannot run here, or null. */
async function desktopReason() {
  const executable = electronExecutable(desktopEnv);
  if (!executable) return 'there is no Electron here: neither ELECTRON_OVERRIDE_DIST_PATH nor node_modules/electron/dist has one';
  if (process.platform === 'linux' && (!which('xvfb-run') || !which('xauth'))) await installPackages(['xvfb', 'xauth']);
  if (process.platform === 'linux' && (!which('xvfb-run') || !which('xauth'))) return 'there is no xvfb-run (and xauth) to give Electron a display';
  return probeElectron(executable, desktopEnv);
}

async function desktop() {
  const reason = await desktopReason();
  if (reason) return outcome('desktop', { skipped: 1, notes: [`skipped: ${reason}`] });
  try {
    await build('electron');
  } catch (error) {
    if (!(error instanceof Told)) throw error;
    console.error(error.message);
    return outcome('desktop', { failed: 1, notes: [error.message.split('\n')[0]] });
  }
  const wrap = os.platform() === 'linux' ? [which('xvfb-run'), '-a', '-s', '-screen 0 1280x800x24'] : [];
  return playwright('desktop', desktopEnv, wrap);
}
