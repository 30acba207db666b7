import { openWorkstation, read, sees, seesThat } from '../harness/screen.ts';
import { expect, test } from '../harness/test.ts';
import { openClient } from './hostClient.ts';
import { socketsOf } from './sockets.ts';

/** Long enough that sensors which report every 60 s must have spoken. */
const CUT_MS = 75_000;

test('cut: the sockets are gone and the screen says since when; restored: the gap is filled', async ({ page, host }) => {
  test.setTimeout(300_000);
  await openWorkstation(page, host.url);
  await sees(page, 'history', '1', 90_000);
  await sees(page, 'badge', 'live');
  const towardsFeeds = (): number => {
    const listening = new Set(socketsOf([host.backendPid()!]).filter(({ state }) => state === 'listen').map(({ local }) => local));
    return socketsOf([host.pid()]).filter(({ remote, state }) => state !== 'time-wait' && listening.has(remote)).length;
  };
  expect(towardsFeeds()).toBeGreaterThan(0);

  await page.getByTestId('feeds').click();
  await page.getByTestId('network-switch').click();
  await sees(page, 'network', 'cut');
  expect(towardsFeeds()).toBe(0);
  await sees(page, 'badge', 'stopped');
  const since = Date.parse((await read(page, 'since'))!);
  await expect(page.getByTestId('badge')).not.toContainText(/实时$|^LIVE$/);
  const backend = host.backendPid()!;

  const client = await openClient(host.url);
  const hello = await client.call('session.open', {});
  const until = Date.now() + CUT_MS;
  await expect.poll(() => Date.now(), { timeout: CUT_MS + 10_000, intervals: [1000] }).toBeGreaterThan(until);
  expect(towardsFeeds()).toBe(0);
  const range = { from: since + 1000, to: until - 1000 };
  const seen = async (): Promise<number> => {
    let reported = 0;
    for (let index = 0; index < 20; index++) {
      const { columns } = await client.call('series.get', { places: 'EU04', index, ...range });
      if ([...columns.values].some((value) => !Number.isNaN(value))) reported++;
    }
    return reported;
  };
  expect(await seen(), 'nothing came while cut').toBe(0);

  await page.getByTestId('network-switch').click();
  await sees(page, 'network', 'connected');
  await sees(page, 'badge', 'live');
  expect(host.backendPid(), 'the city went on in the same process').toBe(backend);
  await expect.poll(seen, { message: 'every sensor that reports each minute has the cut minutes now' }).toBeGreaterThanOrEqual(18);
  expect(hello.run).toBe('live');
  await seesThat(page, 'frame-a', (frame) => frame !== null);
  client.close();
});
