/** What is kept of a kernel is what its source compiles to. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { compileKernel, KERNELS } from './kernel.mjs';

it.each(KERNELS)('keeps the kernel that its source compiles to: $folder', async (kernel) => {
  expect(readFileSync(kernel.file, 'utf8')).toBe(await compileKernel(kernel));
});
