// The kernel's source as the module that is kept in the repository: the same source gives the same bytes, which a test compares.
import { readFileSync } from 'node:fs';
import { inRoot, Told } from './project.mjs';

const folder = inRoot('electron/contract/blocks/kernel');
export const KERNEL = `${folder}/code.ts`;
const SOURCES = ['kernel.ts', 'bits.ts', 'dense.ts', 'literals.ts', 'sums.ts', 'tile.ts'];

/** The text of `code.ts`. */
export async function compileKernel() {
  const { main } = await import('assemblyscript/asc');
  let code = null;
  // Under names that the compiler knows: in the repository the files are not TypeScript's.
  const options = ['--outFile', 'kernel.wasm', '--runtime', 'stub', '--importMemory', '--noExportMemory', '--noAssert', '-O3', '--converge', '--enable', 'simd', '--initialMemory', '1'];
  const { error, stderr } = await main(['kernel.ts', ...options], {
    readFile: (name) => (SOURCES.includes(name) ? readFileSync(`${folder}/${name.replace('.ts', '.as')}`, 'utf8') : null),
    writeFile: (_name, contents) => void (code = contents),
    listFiles: () => [],
  });
  if (error) throw new Told(`the kernel does not compile: ${stderr}`);
  const text = Buffer.from(code).toString('base64');
  return `/** Written by \`node scripts/kernel.mjs\` from kernel.as; a test compares. */\nexport const CODE =\n  '${text}';\n`;
}
