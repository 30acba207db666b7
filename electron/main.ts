/** Electron's main process: starts the host, opens the window, and keeps out of the data's way. */
import path from 'node:path';
import { BrowserWindow, app, dialog, session } from 'electron';
import { withDemonstration } from '#host/demonstration.ts';
import { startDemonstration, type Demonstration } from './shell/demonstration.ts';
import { startHost, type HostProcess } from './shell/hostProcess.ts';
import { openLog } from './shell/log.ts';
import { setMenu } from './shell/menu.ts';
import type { HostSettings } from './shell/messages.ts';
import { findPlaces, StartProblem, type Places } from './shell/places.ts';
import { registerScheme, serveApp } from './shell/protocol.ts';
import { lockContents, lockSession, silenceChromium } from './shell/security.ts';
import { openWindow } from './shell/window.ts';

/** What `npm start` reads. */
const say = (line: string): void => void process.stdout.write(`Chengmai ${line}\n`);

function fail(message: string): void {
  process.stderr.write(`${message}\n`);
  if (app.isPackaged) dialog.showErrorBox('城脉 Chengmai', message);
  app.exit(1);
}

registerScheme();
silenceChromium();
// Machines without a graphics card draw in software; the page is our own, so the switch's warning is not for us.
app.commandLine.appendSwitch('enable-unsafe-swiftshader');
// Tests as root say --no-sandbox; nobody else does, and then every page is in it whatever its window says.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
lockContents();

try {
  const places = findPlaces();
  // Beside the runs while developing: one workstation for each data folder, and none of a package's own settings.
  if (!app.isPackaged) app.setPath('userData', path.join(places.data, 'electron'));
  if (app.requestSingleInstanceLock()) void app.whenReady().then(() => open(places));
  else {
    say('is open already.');
    app.exit(0);
  }
} catch (error) {
  if (!(error instanceof StartProblem)) throw error;
  fail(error.message);
}

async function open(places: Places): Promise<void> {
  setMenu();
  const log = openLog();
  await lockSession(session.defaultSession);
  serveApp({ pageDir: places.page, cityRoot: places.cities });

  const config = { ...places.config, data: places.data };
  const { demonstration: shown } = config;
  const demonstration = shown === undefined ? null : startDemonstration({
    entry: path.join(places.build, 'demonstration.cjs'),
    args: ['--city', path.join(places.cities, shown.city), '--seed', String(shown.seed), '--sites', String(shown.sites)],
    log,
  });
  const settings = async (): Promise<HostSettings> => ({
    config: demonstration === null ? config : withDemonstration(config, await demonstration.port),
    configDir: places.configDir,
    cityRoot: places.cities,
  });
  const host = startHost({ entry: path.join(places.build, 'utility.cjs'), settings: settings(), failed: fail, log });
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
