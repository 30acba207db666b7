/**
 * One page over the DevTools protocol, and nothing else of its browser. For the packaged shell, whose fuses refuse the
 * inspector that Playwright's Electron needs; Playwright's own connectOverCDP attaches to every target and waits for a
 * window that has not committed its first document yet, for ever if it met it at the wrong moment.
 */
import { expect } from '@playwright/test';
import { WebSocket } from 'ws';

export interface DevToolsPage {
  /** Value of an expression in the page, as JSON carries it; rejects with what the page threw. */
  evaluate(expression: string): Promise<unknown>;
  close(): void;
}

interface Target { type: string; url: string; webSocketDebuggerUrl: string }
interface Answer { id: number; error?: { message: string }; result?: { result?: { value?: unknown }; exceptionDetails?: { text: string; exception?: { description?: string } } } }

/** Waits until a page with this address is open. `endpoint`: the browser's own ws address. */
export async function openDevTools(endpoint: string, url: string, timeout: number): Promise<DevToolsPage> {
  let target: Target | undefined;
  await expect
    .poll(async () => {
      const targets = (await (await fetch(`http://${new URL(endpoint).host}/json/list`)).json()) as Target[];
      target = targets.find((one) => one.type === 'page' && one.url === url);
      return targets.map((one) => one.url);
    }, { timeout })
    .toContain(url);
  const socket = new WebSocket(target!.webSocketDebuggerUrl);
  const waiting = new Map<number, { resolve(value: unknown): void; reject(reason: Error): void }>();
  socket.on('message', (data) => {
    const { id, error, result } = JSON.parse(String(data)) as Answer;
    const wanted = waiting.get(id);
    waiting.delete(id);
    const thrown = result?.exceptionDetails;
    const failure = error?.message ?? thrown?.exception?.description ?? thrown?.text;
    if (failure === undefined) wanted?.resolve(result?.result?.value);
    else wanted?.reject(new Error(failure));
  });
  socket.on('close', () => {
    for (const { reject } of waiting.values()) reject(new Error('the page is gone'));
  });
  await new Promise<void>((resolve, reject) => socket.once('open', resolve).once('error', reject));
  let last = 0;
  return {
    evaluate: (expression) =>
      new Promise((resolve, reject) => {
        waiting.set(++last, { resolve, reject });
        socket.send(JSON.stringify({ id: last, method: 'Runtime.evaluate', params: { expression, returnByValue: true } }));
      }),
    close: () => socket.close(),
  };
}
