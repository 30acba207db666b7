/** The workstation's window. */
import { BrowserWindow, app } from 'electron';
import { ORIGIN } from './address.ts';
import { deathsInARow, restartDelay } from './backOff.ts';

/** Colour behind the page until it has drawn: the page's own background, so that nothing flashes. */
const BACKGROUND = '#11151a';

/** Opens the window; `opened` is called when its first picture is there. */
export function openWindow(preload: string, opened: () => void): BrowserWindow {
  const window = new BrowserWindow({
    width: 1600,
    height: 900,
    minWidth: 960,
    minHeight: 540,
    show: false,
    backgroundColor: BACKGROUND,
    autoHideMenuBar: true,
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webviewTag: false,
      spellcheck: false,
      navigateOnDragDrop: false,
      devTools: !app.isPackaged,
    },
  });
  reviveContents(window);
  window.once('ready-to-show', () => {
    window.show();
    opened();
  });
  void window.loadURL(`${ORIGIN}/`);
  return window;
}

/** Loads the page again when its process has died, more slowly each time it dies soon after. */
function reviveContents(window: BrowserWindow): void {
  let deaths = 0;
  let since = Date.now();
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit') return;
    deaths = deathsInARow(deaths, Date.now() - since);
    setTimeout(() => {
      if (window.isDestroyed()) return;
      since = Date.now();
      window.webContents.reload();
    }, restartDelay(deaths));
  });
}
