import { argumentsAndEnvironment, isAlive } from '../harness/processes.ts';
import { coloursIn, readPng } from '../harness/picture.ts';
import { frameOf, read, sees, seesThat } from '../harness/screen.ts';
import { expect, FEED_TOKEN, NOT_HERE, test } from '../harness/desktop.ts';
import { socketsOf } from '../page/sockets.ts';

test.skip(NOT_HERE !== null, NOT_HERE ?? '');

test('opens on the live city and draws it', async ({ desktop: { page } }) => {
  await sees(page, 'link', 'open', 60_000);
  await sees(page, 'city', 'ready', 90_000);
  await sees(page, 'mode', 'live');
  await seesThat(page, 'frame-a', (frame) => frame !== null);
  expect(page.url()).toBe('app://chengmai/');
  const picture = readPng(await page.screenshot());
  const [width, height] = [Math.floor(picture.width / 2), Math.floor(picture.height / 2)];
  expect(coloursIn(picture, { x: width >> 1, y: height >> 1, width, height })).toBeGreaterThan(8);
});

test('carries its data over a MessagePort: the page holds no socket', async ({ desktop }) => {
  const { app, page } = desktop;
  expect(await page.evaluate(() => (window as unknown as { chengmai: unknown }).chengmai)).toEqual({ desktop: true });
  const before = await frameOf(page, 'a');
  await seesThat(page, 'clock', (clock) => clock !== null && Date.parse(clock) > (before?.time ?? 0));
  const pagePid = await app.evaluate(({ webContents }) => webContents.getAllWebContents()[0].getOSProcessId());
  expect(socketsOf([pagePid])).toEqual([]);
});

test('keeps feeds’ credentials out of arguments and environment', async ({ desktop }) => {
  const pids = await desktop.pids();
  expect(pids).toContain(await desktop.hostPid());
  for (const pid of pids) expect(argumentsAndEnvironment(pid), String(pid)).not.toContain(FEED_TOKEN);
});

test('gives the page nothing of Node and nothing of Electron', async ({ desktop: { page } }) => {
  expect(await page.evaluate(() => ['require', 'process', 'module', 'Buffer', 'electron', 'ipcRenderer'].filter((name) => name in window))).toEqual([]);
  expect(await page.evaluate(() => Object.keys((window as unknown as { chengmai: object }).chengmai))).toEqual(['desktop']);
});

test('keeps the content security policy of the browser host', async ({ desktop: { page } }) => {
  const policy = await page.evaluate(async () => (await fetch('app://chengmai/')).headers.get('content-security-policy'));
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toMatch(/'unsafe-(eval|inline)'/);
  // In a timer of the page's own: what a test evaluates directly is excepted from the policy.
  const outcome = await page.evaluate(() => new Promise((resolve) => setTimeout(() => {
    try {
      resolve(String(new Function('return 1')()));
    } catch (error) {
      resolve((error as Error).name);
    }
  })));
  expect(outcome).toBe('EvalError');
});

test('answers for its own files only', async ({ desktop: { page } }) => {
  const status = (address: string): Promise<number> => page.evaluate(async (url) => (await fetch(url)).status, address);
  expect(await status('app://chengmai/city/shanghai/city.json')).toBe(200);
  for (const address of ['app://chengmai/package.json', 'app://chengmai/..%2f..%2fpackage.json', 'app://chengmai/city/..%2f..%2fpackage.json', 'app://chengmai/city/.stamp']) {
    expect(await status(address), address).toBe(404);
  }
  expect(await page.evaluate(async () => (await fetch('app://chengmai/', { method: 'POST', body: 'x' })).status)).toBe(405);
});

test('cancels every request that would leave', async ({ desktop: { app, page } }) => {
  // Without the page's own policy in the way: main asks as the page's session would.
  const main = await app.evaluate(async ({ session }) => {
    const outcomes: string[] = [];
    for (const url of ['https://example.com/', 'http://127.0.0.1:1/', 'wss://example.com/']) {
      outcomes.push(await session.defaultSession.fetch(url).then((answer) => `answered ${answer.status}`, (error: Error) => error.message));
    }
    return outcomes;
  });
  for (const outcome of main) expect(outcome).toContain('ERR_BLOCKED_BY_CLIENT');
  expect(await page.evaluate(() => fetch('https://example.com/').then(() => 'answered', () => 'refused'))).toBe('refused');
});

test('refuses every permission', async ({ desktop: { page } }) => {
  expect(await page.evaluate(() => Notification.requestPermission())).toBe('denied');
  const states = await page.evaluate(() => Promise.all(['geolocation', 'camera', 'microphone', 'midi'].map(async (name) => (await navigator.permissions.query({ name: name as PermissionName })).state)));
  expect(new Set(states)).toEqual(new Set(['denied']));
});

test('starts a killed host again: the page says so meanwhile and then shows live data again', async ({ desktop }) => {
  const { page } = desktop;
  await sees(page, 'link', 'open');
  const pid = await desktop.hostPid();
  const before = await frameOf(page, 'a');
  const lost = sees(page, 'link', 'lost');
  process.kill(pid!, 'SIGKILL');
  await lost;
  expect(await read(page, 'badge')).not.toBe('live');
  await sees(page, 'link', 'open');
  expect(await desktop.hostPid()).not.toBe(pid);
  await seesThat(page, 'frame-a', (frame) => frame !== null && Date.parse(frame.split(/[@#]/)[1]) > before!.time);
  await sees(page, 'mode', 'live');
});

test('stays on its own page and opens no window', async ({ desktop: { app, page } }) => {
  expect(await page.evaluate(() => window.open('https://example.com/') === null)).toBe(true);
  expect(await page.evaluate(() => window.open('app://chengmai/') === null)).toBe(true);
  // Playwright waits for the refused navigation ever after: nothing that waits for the page may come behind.
  const refused = page.waitForEvent('console', { predicate: (message) => message.text() === 'asked to leave' });
  await page.evaluate(() => {
    location.href = 'https://example.com/';
    console.log('asked to leave');
  });
  await refused;
  await page.evaluate(() => {
    const frame = document.createElement('iframe');
    frame.src = 'https://example.com/';
    document.body.append(frame);
  });
  await expect.poll(() => Promise.all(page.frames().map((frame) => frame.evaluate(() => location.protocol)))).toEqual(['app:', 'chrome-error:']);
  await page.evaluate(() => document.querySelector('iframe')!.remove());
  expect(page.url()).toBe('app://chengmai/');
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
});

test('loads a page again whose process was killed', async ({ desktop: { app } }) => {
  const pagePid = (): Promise<number> => app.evaluate(({ webContents }) => webContents.getAllWebContents()[0].getOSProcessId());
  const link = (): Promise<unknown> => app.evaluate(({ webContents }) => webContents.getAllWebContents()[0].executeJavaScript('document.documentElement.dataset.link').catch(() => 'none'));
  const killed = await pagePid();
  process.kill(killed, 'SIGKILL');
  await expect.poll(async () => [0, killed].includes(await pagePid())).toBe(false);
  await expect.poll(link).toBe('open');
});

test('ends with its window, the host and the backend with it', async ({ desktop }) => {
  const { app } = desktop;
  const main = app.process();
  const pids = (await desktop.pids()).filter((pid) => pid !== main.pid);
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0].close());
  await expect.poll(() => main.exitCode).toBe(0);
  await expect.poll(() => pids.filter(isAlive)).toEqual([]);
});

test('opened no socket that leaves the machine, from its start to its end', ({ desktop: { sockets } }) => {
  sockets.stop();
  expect(sockets.looks).toBeGreaterThan(50);
  expect([...sockets.beyond.values()]).toEqual([]);
});
