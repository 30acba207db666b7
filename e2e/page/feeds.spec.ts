import { serveHost } from '../harness/host.ts';
import { sees } from '../harness/screen.ts';
import { expect, test } from '../harness/test.ts';

const CLOSED = 'ws://127.0.0.1:9';

test('says in the language of the screen why a feed is not live, and what was said in full beside it', async ({ page }) => {
  const title = { zh: '备用', en: 'Spare' };
  const host = await serveHost({
    change(config) {
      delete config.demonstration;
      config.runs = [{ ...config.runs[0], feeds: [{ id: 'closed', kind: 'websocket', title, url: CLOSED }, { id: 'odd', kind: 'carrier-pigeon', title }] }];
    },
  });
  try {
    await page.goto(host.url);
    await sees(page, 'link', 'open');
    await page.getByTestId('feeds').click();
    const closed = page.locator('[data-feed-id=closed] .feed-reason');
    const odd = page.locator('[data-feed-id=odd] .feed-reason');
    await expect(closed).toContainText('对方拒绝连接');
    await expect(closed.locator('code')).toContainText('ECONNREFUSED');
    await expect(odd).toHaveText('没有名为“carrier-pigeon”的数据源类型。');
    await page.keyboard.press('Escape');
    await page.getByTestId('language').click();
    await page.getByTestId('feeds').click();
    await expect(closed).toContainText('The other side refuses the connection');
    await expect(odd).toHaveText('There is no kind of feed called “carrier-pigeon”.');
  } finally {
    await host.close();
  }
});
