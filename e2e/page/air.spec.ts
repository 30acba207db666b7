/** Real input: July 2014's hourly AQI of ten Shanghai stations, published into JetStream, over the real Bund–Lujiazui footprints. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { spawnSync } from 'node:child_process';
import { publishAir } from '#fixtures/air/publish.ts';
import { CITIES, ROOT } from '../harness/configuration.ts';
import { serveHost } from '../harness/host.ts';
import { hasNatsServer, startNatsServer } from '../harness/natsServer.ts';
import { openWorkstation, read, sees, seesThat } from '../harness/screen.ts';
import { expect, test } from '../harness/test.ts';
import { openClient } from './hostClient.ts';

const DATA = path.join(ROOT, '../shared/data');
const CONFIG = path.join(ROOT, 'docs/examples/air-2014.config.json');
const FROM = Date.parse('2014-07-01T00:00:00+08:00');
const HOUR = 3_600_000;

test('six hours of real air quality are a run with its own clock, never live', async ({ page }) => {
  test.skip(!existsSync(path.join(DATA, 'air')), 'the real files are not beside the project');
  test.skip(!hasNatsServer(), 'there is no nats-server');
  test.setTimeout(180_000);
  const built = spawnSync(process.execPath, [path.join(ROOT, 'fixtures/city/build.ts'), '--config', CONFIG, '--out', CITIES], { encoding: 'utf8' });
  expect(built.status, built.stderr).toBe(0);

  const server = await startNatsServer();
  const example = JSON.parse(readFileSync(CONFIG, 'utf8')) as Record<string, any>;
  const host = await serveHost({
    change(config) {
      delete config.demonstration;
      Object.assign(config, { cities: example.cities, runs: example.runs });
      config.runs[0].feeds[0].servers = [new URL(server.url).host];
    },
  });
  try {
    expect(await publishAir({ data: path.join(DATA, 'air'), server: server.url, from: FROM, hours: 6, paceSeconds: 0 })).toBe(6);
    await openWorkstation(page, host.url);
    await sees(page, 'run', 'air-2014');
    await sees(page, 'mode', 'own');
    await sees(page, 'badge', /^(?!live)/);
    await seesThat(page, 'frame-a', (frame) => frame !== null && frame.startsWith('MW08'));
    await seesThat(page, 'clock', (clock) => Date.parse(clock!) === FROM + 5 * HOUR);
    await expect(page.getByTestId('badge')).not.toContainText(/实时|LIVE/i);

    // The file's own numbers: Putuo (201) at the six hours, and each station where it stands in WGS84.
    const client = await openClient(host.url);
    await client.call('session.open', {});
    const places = await client.call('places.get', { places: 'MW08' });
    expect(places.columns.lon.length).toBe(10);
    const stations = await Promise.all([...places.columns.lon.keys()].map((index) => client.call('place.describe', { places: 'MW08', index })));
    const putuo = stations.find(({ id }) => id === '201')!;
    expect(putuo.lon).toBeCloseTo(121.4015, 3);
    expect(putuo.lat).toBeCloseTo(31.2383, 3);
    const { columns } = await client.call('series.get', { places: 'MW08', index: putuo.index, from: FROM, to: FROM + 6 * HOUR });
    const rows = readFileSync(path.join(DATA, 'air/soda2015_station_aqi_20140701.csv'), 'utf8').split('\n').filter((line) => /^2014\/7\/1 [0-5]:00,201,/.test(line));
    expect([...columns.values]).toEqual(rows.map((line) => Number(line.split(',')[2])));
    client.close();
    expect(await read(page, 'feed')).toMatch(/^air:/);
  } finally {
    await host.close();
    await server.close();
  }
});
