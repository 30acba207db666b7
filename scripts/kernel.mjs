// `node scripts/kernel.mjs`: compiles the kernel of blocks and tiles into the file that is kept of it (docs/decisions/0010).
import { writeFileSync } from 'node:fs';
import { compileKernel, KERNEL } from './steps/kernel.mjs';

writeFileSync(KERNEL, await compileKernel());
