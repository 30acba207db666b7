import { openWorkstation, sees, seesThat } from '../harness/screen.ts';
import { expect, test } from '../harness/test.ts';

test('speaks both languages, switched live', async ({ page, host }) => {
  await openWorkstation(page, host.url);
  await sees(page, 'language', 'zh');
  await expect(page.getByRole('navigation')).toContainText('公共安全');
  await page.getByTestId('language').click();
  await sees(page, 'language', 'en');
  await expect(page.getByRole('navigation')).toContainText('Public safety');
  await expect(page.locator('html')).toHaveAttribute('lang', /en/);
  await page.getByTestId('language').click();
  await sees(page, 'language', 'zh');
});

test('an indicator chosen in the rail lies on the twin with a legend that says unit, time, source, owner and class', async ({ page, host }) => {
  await openWorkstation(page, host.url);
  await page.getByRole('searchbox').fill('可燃气体');
  await page.getByTestId('indicator-EU04').click();
  await seesThat(page, 'frame-a', (frame) => frame !== null && frame.startsWith('EU04'));
  const legend = page.getByTestId('legend-a');
  for (const part of ['可燃气体', '%LEL', 'P2']) await expect(legend).toContainText(part);
  await expect(legend).toContainText(/\d{2}:\d{2}/);
});

test('what exists only in an emergency is greyed and says why', async ({ page, host }) => {
  await openWorkstation(page, host.url);
  await page.getByRole('searchbox').fill('TR05');
  const row = page.getByTestId('indicator-TR05');
  await expect(row).toBeDisabled();
  await expect(row).toContainText('紧急');
});

test('a click on the map tells what lies there', async ({ page, host }) => {
  await openWorkstation(page, host.url);
  await page.getByRole('searchbox').fill('MW06');
  await page.getByTestId('indicator-MW06').click();
  await seesThat(page, 'frame-a', (frame) => frame !== null && frame.startsWith('MW06'));
  const map = (await page.getByTestId('globe').boundingBox())!;
  await page.mouse.click(map.x + map.width * 0.5, map.y + map.height * 0.55);
  const card = page.getByTestId('card');
  await expect(card).toContainText(/区|建筑|下立交/);
});
