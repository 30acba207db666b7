/** Context layers: what stands in the city that no indicator measures, switched on, found on the map, and read. */
import type { Page } from '@playwright/test';
import { AxeBuilder } from '@axe-core/playwright';
import { openWorkstation, read, sees, seesThat } from '../harness/screen.ts';
import { expect, test } from '../harness/test.ts';

test.use({ viewport: { width: 1280, height: 720 } });

/** Waits until a single place's sign stands where no panel covers it; its layer and where it is on the page. */
async function loneSign(page: Page, layer: string): Promise<{ x: number; y: number }> {
  const sign = await seesThat(page, 'sign', (said) => said?.startsWith(`${layer}/`) ?? false);
  const [, x, y] = /@(\d+),(\d+)$/.exec(sign!)!.map(Number);
  const map = (await page.getByTestId('globe').boundingBox())!;
  return { x: map.x + x!, y: map.y + y! };
}

/** Takes legend and card away, so that nothing but the layers' own panel can lie over the middle of the map. */
async function bareMap(page: Page): Promise<void> {
  const width = async (): Promise<number> => (await page.getByTestId('globe').boundingBox())!.width;
  const before = await width();
  await page.getByTestId('legend-a').getByRole('button').first().click();
  await expect.poll(width).toBeGreaterThan(before);
}

const openPanel = async (page: Page): Promise<void> => {
  await page.keyboard.press('c');
  await expect(page.getByTestId('context-panel')).toBeVisible();
};

test('a person opens the layers, switches the hospitals on, clicks one, and reads what it is in both languages', async ({ page, host }) => {
  await openWorkstation(page, host.url);
  await bareMap(page);
  await page.getByTestId('context-button').click();
  const row = page.getByTestId('context-hospitals');
  await expect(row).toHaveAttribute('aria-checked', 'false');
  for (const part of ['医疗机构', '400', '生成', 'P0']) await expect(row).toContainText(part);
  await row.click();
  await sees(page, 'context', 'hospitals:there');
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('context-panel')).toBeHidden();

  const sign = await loneSign(page, 'hospitals');
  await page.mouse.move(sign.x, sign.y);
  await expect(page.locator('.hover-tag')).toContainText('医疗机构');
  await page.mouse.click(sign.x, sign.y);
  const card = page.getByTestId('card');
  await expect(card).toHaveAttribute('data-card', 'context');
  for (const part of ['生成数据', '核定床位', '责任单位', '卫健委', 'P0', '东经']) await expect(card).toContainText(part);
  await page.getByTestId('language').click();
  for (const part of ['Generated', 'Licensed beds', 'Owner', 'Health Commission', '° E']) await expect(card).toContainText(part);

  // Off again: nothing is left of it on the map or in the card.
  await openPanel(page);
  await page.getByTestId('context-hospitals').click();
  await sees(page, 'context', '');
  await expect(card).toHaveCount(0);
});

test('pipes are marked P2 in the panel, under the pointer and on the card; a kind can be left out; the choice is remembered', async ({ page, host }) => {
  await openWorkstation(page, host.url);
  await bareMap(page);
  await openPanel(page);
  const row = page.getByTestId('context-pipes');
  await expect(row).toContainText('P2');
  await row.click();
  await sees(page, 'context', 'pipes:there');
  const gas = page.locator('[data-layer="pipes"] [data-part="gas"]');
  await gas.click();
  await expect(gas).toHaveAttribute('aria-pressed', 'false');
  await page.keyboard.press('Escape');
  const sign = await loneSign(page, 'pipes');
  await page.mouse.move(sign.x, sign.y);
  await expect(page.locator('.hover-tag')).toContainText('P2');
  await page.mouse.click(sign.x, sign.y);
  await expect(page.getByTestId('card')).toContainText(/P2.*关键设施/);
  await expect(page.getByTestId('context-facts')).not.toContainText('燃气');

  await page.reload();
  await sees(page, 'city', 'ready', 90_000);
  await sees(page, 'context', 'pipes:there');
  await openPanel(page);
  await expect(gas).toHaveAttribute('aria-pressed', 'false');
  await page.locator('.context-head .text-button').click();
  await sees(page, 'context', '');
});

test('the four functions are one press away, and all of the panel goes by keys', async ({ page, host }) => {
  await openWorkstation(page, host.url);
  await openPanel(page);
  await page.locator('[data-ready="functions"]').click();
  await sees(page, 'context', 'fourFunctions:there');
  await expect(page.locator('[data-layer="fourFunctions"] [data-part]')).toHaveText(['城运网格', '综合治理', '市场监管', '110 非警情']);
  await page.keyboard.press('ArrowDown');
  await expect(page.getByTestId('context-hospitals')).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Space');
  await sees(page, 'context', /feverClinics:there/);
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('context-button')).toBeFocused();
  await page.keyboard.press('Enter');
  for (const language of ['zh', 'en']) {
    await sees(page, 'language', language);
    const { violations } = await new AxeBuilder({ page }).include('.context').analyze();
    expect.soft(violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`)), language).toEqual([]);
    await page.getByTestId('language').click();
  }
});

test('a layer that cannot be read says so and can be asked for again; a city without layers has no button', async ({ page, host }) => {
  let broken = true;
  await page.route('**/context/fireStations.json', (route) => (broken ? route.abort() : route.continue()));
  await openWorkstation(page, host.url);
  await openPanel(page);
  await page.getByTestId('context-fireStations').click();
  await sees(page, 'context', 'fireStations:failed');
  const item = page.locator('[data-layer="fireStations"]');
  await expect(item.getByRole('alert')).toContainText('无法读取');
  broken = false;
  await item.getByRole('button', { name: '重试' }).click();
  await sees(page, 'context', 'fireStations:there');

  await page.route('**/city.json', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: { ...(await response.json() as object), context: null } });
  });
  await page.reload();
  await sees(page, 'city', 'ready', 90_000);
  await expect(page.getByTestId('context-button')).toHaveCount(0);
  expect(await read(page, 'context')).toBeNull();
});
