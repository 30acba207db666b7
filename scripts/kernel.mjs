// `node scripts/kernel.mjs`: compiles the kernels of blocks and tiles into the files that are kept of them (docs/decisions/0010).
import { writeFileSync } from 'node:fs';
import { compileKernel, KERNELS } from './steps/kernel.mjs';

for (const kernel of KERNELS) writeFileSync(kernel.file, await compileKernel(kernel));
