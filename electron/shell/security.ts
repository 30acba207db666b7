/** What a page may not do: everything that the workstation does not need, refused by default. */
import { app, type Session, type WebContents, type WebFrameMain } from 'electron';
import { isPage, mayLoad } from './address.ts';

/** Before the app is ready: what Chromium would fetch or tell of its own accord. */
export function silenceChromium(): void {
  for (const name of ['disable-background-networking', 'disable-component-update', 'disable-domain-reliability', 'disable-sync', 'no-pings']) {
    app.commandLine.appendSwitch(name);
  }
}

/** Refuses every permission and device, every download, and every request that would leave, but to `origins`: those that a configuration names. */
export async function lockSession(session: Session, origins: readonly string[]): Promise<void> {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, answer) => answer({}));
  session.on('will-download', (event) => event.preventDefault());
  session.webRequest.onBeforeRequest(({ url }, answer) => answer({ cancel: !mayLoad(url, !app.isPackaged, origins) }));
  session.setSpellCheckerLanguages([]);
  // Without this Chromium may look for a proxy in the network.
  await session.setProxy({ mode: 'direct' });
}

/** Refuses navigation, new windows and embedded pages in every page that is ever made. */
export function lockContents(): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
    const stay = (event: { preventDefault(): void; url: string }): void => {
      if (!isReload(contents, event.url)) event.preventDefault();
    };
    contents.on('will-navigate', stay);
    contents.on('will-frame-navigate', stay);
    contents.on('will-redirect', (event) => event.preventDefault());
    contents.on('will-attach-webview', (event) => event.preventDefault());
  });
}

function isReload(contents: WebContents, url: string): boolean {
  return isPage(url) && new URL(url).pathname === new URL(contents.getURL()).pathname;
}

/** Whether a message to main comes from the page of this window and not from a frame or another origin. */
export function isFromPage(sender: WebContents, frame: WebFrameMain | null): boolean {
  return frame !== null && frame === sender.mainFrame && isPage(frame.url);
}
