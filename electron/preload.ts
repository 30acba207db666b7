/**
 * Runs before the page in its sandbox: tells it that it is on a desktop, and hands it the ports to the host that main
 * sends. A port carries the data itself; main is out of its way.
 */
import { contextBridge, ipcRenderer } from 'electron';
import { FAILURE_MESSAGE, PORT_MESSAGE, PORT_WANTED } from '#contract/windowMessages.ts';
import { HOST_FAILED, WIRE, WIRE_WANTED } from './shell/messages.ts';

contextBridge.exposeInMainWorld('chengmai', { desktop: true });

ipcRenderer.on(WIRE, ({ ports }) => window.postMessage({ type: PORT_MESSAGE }, location.origin, [ports[0]]));
ipcRenderer.on(HOST_FAILED, (_event, failure) => window.postMessage({ type: FAILURE_MESSAGE, failure }, location.origin));
// The page's modules have run by then and listen.
window.addEventListener('DOMContentLoaded', () => ipcRenderer.send(WIRE_WANTED));
window.addEventListener('message', ({ source, data }) => {
  if (source === window && (data as { type?: unknown } | null)?.type === PORT_WANTED) ipcRenderer.send(WIRE_WANTED);
});
