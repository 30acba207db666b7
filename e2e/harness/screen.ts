/** What the page says of itself in data attributes on `<html>` (renderer/publish.ts): tests wait for these, never for time. */
import { expect, type Page } from '@playwright/test';

export type ScreenFact = 'run' | 'mode' | 'badge' | 'since' | 'clock' | 'frame-a' | 'frame-b' | 'feed' | 'network' | 'history' | 'city' | 'link' | 'language' | 'context' | 'sign';

/** Null where the page does not say it (yet). */
export function read(page: Page, fact: ScreenFact): Promise<string | null> {
  return page.locator('html').getAttribute(`data-${fact}`);
}

/** Waits until the fact is this text, or matches. */
export async function sees(page: Page, fact: ScreenFact, value: string | RegExp, timeout?: number): Promise<void> {
  await expect(page.locator('html'), `data-${fact}`).toHaveAttribute(`data-${fact}`, value, timeout === undefined ? {} : { timeout });
}

/** Waits until the condition holds of the fact; resolves with it. */
export async function seesThat(page: Page, fact: ScreenFact, holds: (value: string | null) => boolean, timeout?: number): Promise<string | null> {
  let last: string | null = null;
  await expect
    .poll(async () => holds((last = await read(page, fact))), { message: `data-${fact}`, ...(timeout !== undefined && { timeout }) })
    .toBe(true);
  return last;
}

/** "places@time#sequence~" of a slot, in parts; null where nothing is on the screen. */
export async function frameOf(page: Page, slot: 'a' | 'b'): Promise<{ places: string; time: number; sequence: number; fromMemory: boolean } | null> {
  const found = /^(.+)@(.+)#(\d+)(~?)$/.exec((await read(page, `frame-${slot}`)) ?? '');
  return found && { places: found[1], time: Date.parse(found[2]), sequence: Number(found[3]), fromMemory: found[4] === '~' };
}

/** Opens the page and waits until the host has greeted it and the city is on the screen. */
export async function openWorkstation(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await sees(page, 'link', 'open');
  await sees(page, 'city', 'ready', 90_000);
}
