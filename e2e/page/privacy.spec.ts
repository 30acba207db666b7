import { finestPlaces, minCountOf } from '#contract/catalogue.ts';
import { STATUS } from '#layers/frame.ts';
import { frameOf as frameIn } from '#contract/frameCodec.ts';
import { openWorkstation, sees } from '../harness/screen.ts';
import { expect, test } from '../harness/test.ts';
import { openClient } from './hostClient.ts';

test('personal information crosses the wire as areas only, and never below its minimum count', async ({ page, host }) => {
  await openWorkstation(page, host.url);
  await sees(page, 'history', '1', 90_000);
  const client = await openClient(host.url);
  const { catalogue } = await client.call('session.open', {});
  const personal = catalogue.indicators.filter(({ privacy, active }) => privacy === 'P3' && active === 'always');
  expect(personal.length).toBeGreaterThan(8);

  let withheld = 0;
  for (const indicator of personal) {
    await expect(client.call('places.get', { places: indicator.code }), indicator.code).rejects.toThrow();
    const places = `${indicator.code}/${finestPlaces(indicator)}`;
    client.frames.length = 0;
    await client.call('layer.show', { slot: 'a', places });
    await expect.poll(() => client.frames.some((message) => message.header.places === places), { message: places }).toBe(true);
    const frame = frameIn(client.frames.find((message) => message.header.places === places)!)!;
    client.tell('frame.drawn', { slot: 'a', sequence: frame.sequence });
    expect(minCountOf(indicator, catalogue.meta.p3_default_min_count)).not.toBeNull();
    for (let i = 0; i < frame.values.length; i++) {
      if (frame.status[i] !== STATUS.suppressed) continue;
      withheld++;
      expect(frame.values[i], `${places} ${i}`).toBeNaN();
    }
    // Counts are the number of people themselves: none below the minimum may be readable.
    if (indicator.value_type === 'count') {
      const minimum = minCountOf(indicator, catalogue.meta.p3_default_min_count)!;
      for (const value of frame.values) if (!Number.isNaN(value)) expect(value).toBeGreaterThanOrEqual(minimum);
    }
  }
  expect(withheld, 'the demonstration has areas with few people').toBeGreaterThan(0);
  client.close();
});
