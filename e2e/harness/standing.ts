/** Pictures of a part of the page that has come to rest. */
import type { Page } from '@playwright/test';
import { readPng, type Picture } from './picture.ts';
import { expect } from './test.ts';

export interface Area { x: number; y: number; width: number; height: number }

/** A part of the page, once two looks at it are the same. */
export async function standing(page: Page, clip: Area): Promise<Picture> {
  let [last, now]: Buffer[] = [Buffer.alloc(0), await page.screenshot({ clip })];
  await expect.poll(async () => {
    [last, now] = [now, await page.screenshot({ clip })];
    return last.equals(now);
  }, { message: 'the picture stands still', intervals: [1000] }).toBe(true);
  return readPng(now);
}
