// `npm start`: installs what is missing, builds what has changed, opens the workstation in Electron or, where that is not
// possible, says why in one sentence and serves the same workstation to a browser.
import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import path from 'node:path';
import { build } from './steps/bundles.mjs';
import { buildCity, cityFolder, readConfig, sentenceOf } from './steps/city.mjs';
import { start } from './steps/child.mjs';
import { findElectron, reasonEnded } from './steps/electron.mjs';
import { install } from './steps/install.mjs';
import { startOptions } from './steps/options.mjs';
import { inRoot, main, pinnedNode, root, Told } from './steps/project.mjs';
import { which } from './steps/system.mjs';

await main(async () => {
  const options = startOptions(process.argv.slice(2));
  readConfig(options.config);
  await install();
  const { executable, reason } = options.browser ? {} : await findElectron({ again: options.electron });
  await build('page');
  await buildCity(options.config);
  if (executable) {
    await build('electron');
    const failure = await openElectron(executable, options.config);
    if (failure === null) return;
    tell(failure);
  } else if (reason) tell(reason);
  await serve(options.config);
});

function tell(reason) {
  console.log(`Not in Electron: ${reason}; the workstation is served to a browser instead (npm start -- --electron tries again).`);
}

/** Everything that a program says beside its own sentences goes into a file, so that the terminal stays readable. */
function openLog(name) {
  const folder = inRoot('.data');
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, `${name}.log`);
  const descriptor = openSync(file, 'w');
  return { file: path.relative(root, file), write: (text) => writeSync(descriptor, `${text}\n`), close: () => closeSync(descriptor) };
}

/** Resolves with null when a person has closed the workstation, or with the reason why it never opened. */
async function openElectron(executable, config) {
  const log = openLog('electron');
  let opened = false;
  const flags = process.env.CHENGMAI_TEST_NO_SANDBOX === '1' ? ['--no-sandbox'] : [];
  const { ended } = start(executable, [...flags, root, '--config', config, '--city', cityFolder], {
    line(text, from) {
      log.write(text);
      if (from === 'out' && text.startsWith('Chengmai')) {
        opened ||= text.includes('is open');
        console.log(text);
      }
    },
  });
  const end = await ended;
  log.close();
  if (!opened) return reasonEnded(end);
  if (end.code !== 0 || end.signal) throw new Told(`The workstation ended unexpectedly (${end.signal ?? `code ${end.code}`}); what it said last is in ${log.file}.`);
  return null;
}

async function serve(config) {
  const log = openLog('serve');
  const { ended } = start(pinnedNode, [inRoot('electron/serve.ts'), '--config', config, '--city', cityFolder], {
    line(text, from) {
      log.write(text);
      const url = from === 'out' && /^http:\/\/\S+/.exec(text)?.[0];
      if (!url) return;
      console.log(`The workstation is at ${url} (Ctrl-C ends it).`);
      openBrowser(url);
    },
  });
  const { code, signal, output } = await ended;
  log.close();
  if (code !== 0 || signal) throw new Told(`The host ended (${signal ?? `code ${code}`}): ${sentenceOf(output) ?? 'it said nothing'}; all that it said is in ${log.file}.`);
}

function openBrowser(url) {
  const opener = { darwin: 'open', win32: 'explorer' }[process.platform] ?? (process.env.DISPLAY || process.env.WAYLAND_DISPLAY ? 'xdg-open' : null);
  if (opener && which(opener)) start(opener, [url], { line: () => {} });
}
