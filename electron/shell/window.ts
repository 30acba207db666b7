/** The workstation's window. */
import { BrowserWindow, app } from 'electron';
import { ORIGIN } from './address.ts';

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
  window.once('ready-to-show', () => {
    window.show();
    opened();
  });
  void window.loadURL(`${ORIGIN}/`);
  return window;
}
