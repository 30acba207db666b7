// The kernels' sources as the modules that are kept in the repository: the same source gives the same bytes, which a test compares.
import { readFileSync } from 'node:fs';
import { inRoot, Told } from './project.mjs';

/** A source of AssemblyScript, those beside it that it imports, and the file that is kept of it. */
export const KERNELS = [
  { folder: inRoot('electron/contract/blocks/kernel'), sources: ['kernel', 'bits', 'dense', 'literals', 'sums', 'tile'] },
  { folder: inRoot('electron/host/store/kernel'), sources: ['write'] },
].map((kernel) => ({ ...kernel, file: `${kernel.folder}/code.ts` }));

/** The text of a kernel's `code.ts`. */
export async function compileKernel({ folder, sources }) {
  const { main } = await import('assemblyscript/asc');
  let code = null;
  // Under names that the compiler knows: in the repository the files are not TypeScript's.
  const options = ['--outFile', 'kernel.wasm', '--runtime', 'stub', '--importMemory', '--noExportMemory', '--noAssert', '-O3', '--converge', '--enable', 'simd', '--initialMemory', '1'];
  const { error, stderr } = await main([`${sources[0]}.ts`, ...options], {
    readFile: (name) => (sources.some((source) => name === `${source}.ts`) ? readFileSync(`${folder}/${name.replace('.ts', '.as')}`, 'utf8') : null),
    writeFile: (_name, contents) => void (code = contents),
    listFiles: () => [],
  });
  if (error) throw new Told(`the kernel does not compile: ${stderr}`);
  const text = Buffer.from(code).toString('base64');
  return `/** Written by \`node scripts/kernel.mjs\` from ${sources[0]}.as; a test compares. */\nexport const CODE =\n  '${text}';\n`;
}
