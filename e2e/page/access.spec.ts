/** What axe finds on the screen, in both languages, with all the panels open that a working day opens. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { openWorkstation, sees, seesThat } from '../harness/screen.ts';
import { expect, test } from '../harness/test.ts';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** One line for each element that breaks a rule: what rule, which element, what is wrong with it. */
async function violations(page: Page): Promise<string[]> {
  const { violations: found } = await new AxeBuilder({ page }).withTags(RULES).analyze();
  return found.flatMap(({ id, impact, nodes }) => nodes.map(({ target, failureSummary }) => `${impact} ${id}: ${target.join(' ')}: ${failureSummary?.split('\n').slice(1).join(' ').trim()}`));
}

test('nothing on the screen breaks a rule of WCAG 2.2 A or AA, nor good practice, in either language', async ({ page, host }) => {
  await openWorkstation(page, host.url);
  await sees(page, 'history', '1', 90_000);
  await page.getByRole('searchbox').fill('EU04');
  await page.getByTestId('indicator-EU04').click();
  await seesThat(page, 'frame-a', (frame) => frame !== null && frame.startsWith('EU04'));
  for (const language of ['zh', 'en']) {
    await sees(page, 'language', language);
    await page.getByRole('searchbox').fill('EU04');
    await expect(page.getByTestId('card')).toBeVisible();
    await expect(page.getByTestId('legend-a')).toBeVisible();
    expect.soft(await violations(page), `${language}: an indicator with its card and legend`).toEqual([]);

    await page.getByRole('searchbox').fill('');
    await page.getByTestId('feeds').click();
    await expect(page.getByTestId('network-switch')).toBeVisible();
    expect.soft(await violations(page), `${language}: all indicators, and the feeds`).toEqual([]);
    await page.keyboard.press('Escape');
    await expect(page.getByTestId('network-switch')).toBeHidden();

    // A building, an area or a site: whatever lies under a point that no panel covers.
    const map = (await page.getByTestId('globe').boundingBox())!;
    await page.mouse.click(map.x + map.width * 0.5, map.y + map.height * 0.3);
    await expect(page.getByTestId('card')).toHaveAttribute('data-card', /^(?!indicator)/);
    expect.soft(await violations(page), `${language}: the card of a place`).toEqual([]);
    await page.getByTestId('language').click();
  }
});
