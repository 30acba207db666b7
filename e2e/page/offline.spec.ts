import { processTree } from '../../bench/processes.ts';
import { openWorkstation, sees, seesThat } from '../harness/screen.ts';
import { expect, test } from '../harness/test.ts';
import { SocketWatch } from './sockets.ts';

test('no socket leaves the machine: not the page’s, not the host’s, not the backend’s', async ({ page, host }) => {
  // The browser is a child of the test runner, and so is the host: one tree. Names are not looked up (harness/chromium.ts),
  // so a request by name shows below in `asked`, one by number as a socket here.
  const watch = new SocketWatch(() => processTree(process.pid));
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await openWorkstation(page, host.url);
  await seesThat(page, 'frame-a', (frame) => frame !== null);
  await page.getByTestId('language').click();
  await sees(page, 'language', 'en');
  watch.stop();
  expect(watch.looks).toBeGreaterThan(20);
  expect([...watch.beyond.values()]).toEqual([]);
  const origin = new URL(host.url).origin;
  expect(asked.filter((url) => !url.startsWith(origin) && !/^(data|blob):/.test(url))).toEqual([]);
  expect(asked.length).toBeGreaterThan(20);
});
