/** Electron's main process: starts the host, opens the window, and keeps out of the data's way. */
import path from 'node:path';
import { BrowserWindow, app, session } from 'electron';
import { namedTilesets } from '#host/cities/tilesets.ts';
import { backendArguments, withDemonstration } from '#host/demonstration.ts';
import { startDemonstration, type Demonstration } from './shell/demonstration.ts';
import { startHost, type HostProcess } from './shell/hostProcess.ts';
import { openLog } from './shell/log.ts';
import { setMenu } from './shell/menu.ts';
import type { HostSettings } from './shell/messages.ts';
import { findPlaces, readSettings, StartProblem, type Places, type Settings } from './shell/places.ts';
import { registerScheme, serveApp } from './shell/protocol.ts';
import { lockContents, lockSession, silenceChromium } from './shell/security.ts';
import { openWindow } from './shell/window.ts';

/** What `npm start` reads. */
const say = (line: string): void => void process.stdout.write(`Chengmai ${line}\n`);

registerScheme();
silenceChromium();
// Machines without a graphics card draw in software; the page is our own, so the switch's warning is not for us.
app.commandLine.appendSwitch('enable-unsafe-swiftshader');
// Tests as root say --no-sandbox; nobody else does, and then every page is in it whatever its window says.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
lockContents();

const places = findPlaces();
const found = settingsOrProblem(places);
// Beside the runs while developing: one workstation for each data folder, and none of a package's own settings.
if (!app.isPackaged) app.setPath('userData', path.join(found instanceof StartProblem ? path.join(path.dirname(places.configFile), '.data') : found.data, 'electron'));
if (app.requestSingleInstanceLock()) void app.whenReady().then(open);
else {
  say('is open already.');
  app.exit(0);
}

/** Without settings the window opens all the same: it is where a person reads what is wrong with them. */
function settingsOrProblem(given: Places): Settings | StartProblem {
  try {
    return readSettings(given);
  } catch (error) {
    if (error instanceof StartProblem) return error;
    throw error;
  }
}

async function open(): Promise<void> {
  setMenu();
  const log = openLog();
  const named = found instanceof StartProblem ? { tilesets: {}, origins: [] } : namedTilesets(found.config, found.configDir);
  await lockSession(session.defaultSession, named.origins);
  serveApp({ pageDir: places.page, cityRoot: places.cities, ...named });

  const shown = found instanceof StartProblem ? undefined : found.config.demonstration;
  const demonstration = shown === undefined ? null : startDemonstration({
    entry: path.join(places.build, 'demonstration.cjs'),
    args: backendArguments(shown, places.cities),
    log,
  });
  const settings = async (): Promise<HostSettings> => {
    if (found instanceof StartProblem) throw found;
    const config = { ...found.config, data: found.data };
    return {
      config: demonstration === null ? config : withDemonstration(config, await demonstration.port),
      configDir: found.configDir,
      cityRoot: places.cities,
      readerEntry: path.join(places.build, 'reader.cjs'),
    };
  };
  const host = startHost({ entry: path.join(places.build, 'utility.cjs'), settings: settings(), failed: ({ message }) => say(`has no host: ${message}`), log });
  endTogether(host, demonstration);

  const window = openWindow(path.join(places.build, 'preload.cjs'), () => say('is open.'));
  app.on('second-instance', () => {
    if (window.isMinimized()) window.restore();
    window.focus();
  });
}

/** The host closes its files before the program ends. */
function endTogether(host: HostProcess, demonstration: Demonstration | null): void {
  let ended = false;
  app.on('before-quit', (event) => {
    if (ended) return;
    event.preventDefault();
    for (const window of BrowserWindow.getAllWindows()) window.destroy();
    void Promise.all([host.stop(), demonstration?.stop()]).then(() => {
      ended = true;
      app.quit();
    });
  });
  app.on('window-all-closed', () => app.quit());
}
