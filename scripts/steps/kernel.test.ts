/** What is kept of the kernel is what its source compiles to. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { compileKernel, KERNEL } from './kernel.mjs';

it('keeps the kernel that its source compiles to', async () => {
  expect(readFileSync(KERNEL, 'utf8')).toBe(await compileKernel());
});
