import { servePublished } from '../harness/published.ts';
import { openWorkstation, read, sees, seesThat } from '../harness/screen.ts';
import { expect, test } from '../harness/test.ts';

const RAIN = 'MW01';
const GAUGES = [{ id: 'a', lon: 121.47, lat: 31.23 }];

test('a value that was corrected later is seen both ways, as known now and as known then, and the badge says which', async ({ page }) => {
  const { host, publisher, close } = await servePublished((it) => it.announce(RAIN, GAUGES));
  try {
    const measured = Date.now() - 2000;
    publisher.observe(RAIN, [{ site: 'a', time: measured, value: 56 }]);
    await openWorkstation(page, host.url);
    await sees(page, 'badge', 'live');
    const row = page.getByTestId(`indicator-${RAIN}`);
    if ((await row.getAttribute('aria-pressed')) !== 'true') await row.click();
    const card = page.locator('.card');
    const reading = card.locator('.reading');
    await expect(reading, 'fifty-six millimetres in an hour').toContainText('黄色');
    const alarmed = Date.parse((await read(page, 'clock'))!);

    // When something became known is kept to a second: the correction comes in a later one.
    await seesThat(page, 'clock', (clock) => Date.parse(clock!) > alarmed + 4000);
    publisher.observe(RAIN, [{ site: 'a', time: measured, value: 5.6 }]);
    await expect(reading).toContainText('5.6');

    await page.keyboard.press('g');
    await page.keyboard.type(new Date(alarmed + 2000).toLocaleTimeString('en-GB', { timeZone: 'Asia/Shanghai' }));
    await page.keyboard.press('Enter');
    await sees(page, 'mode', 'replay');
    const badge = page.getByTestId('badge');
    await expect(badge).toContainText('现在所知');
    await expect(reading, 'now it is known to have been less').toContainText('5.6');
    await expect(reading).not.toContainText('黄色');
    await expect(card, 'the chart is not another’s').not.toContainText('走势按现在所知绘制');

    await page.keyboard.press('k');
    await expect(badge).toContainText('当时所知');
    await expect(reading, 'that is what people had before them').toContainText('56');
    await expect(reading).toContainText('黄色');
    await expect(card, 'charts do not follow the switch, and say so').toContainText('走势按现在所知绘制');
    await expect(page.locator('.timeline-about')).toContainText('现在所知');

    await page.keyboard.press('k');
    await expect(badge).toContainText('现在所知');
    await expect(reading).toContainText('5.6');
    await expect(page.locator('.timeline-about')).not.toContainText('现在所知');
  } finally {
    await close();
  }
});
