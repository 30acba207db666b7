// Brings node_modules to what package-lock.json says. See README for the two npm commands and why they are two.
import { existsSync } from 'node:fs';
import { npmCommand, inRoot, pinnedNode, readJson, Told } from './project.mjs';
import { run } from './child.mjs';
import { step } from './progress.mjs';

/**
 * Whether what npm noted as installed is what the lock file asks for. `lock` and `installed` are the `packages` of
 * package-lock.json and of npm's own node_modules/.package-lock.json; packages for other platforms may be absent.
 */
export function isInstalled(lock, installed) {
  return Object.entries(lock).every(([where, wanted]) => {
    if (where === '' || wanted.link) return true;
    const found = installed[where];
    return found ? found.version === wanted.version : Boolean(wanted.optional || wanted.devOptional || wanted.peer);
  });
}

async function pinnedVersion() {
  if (!existsSync(pinnedNode)) return null;
  const { code, output } = await run(pinnedNode, ['--version']);
  return code === 0 ? output[0]?.slice(1) : null;
}

/** Installs what is missing; does nothing, in milliseconds, where all is there. Throws `Told` where npm fails. */
export async function install() {
  const lock = readJson(inRoot('package-lock.json')).packages;
  const noted = inRoot('node_modules/.package-lock.json');
  if (!existsSync(noted) || !isInstalled(lock, readJson(noted).packages)) {
    await npm('Installing packages', ['ci', '--ignore-scripts', '--no-fund', '--no-audit']);
  }
  const wanted = lock['node_modules/node'].version;
  if ((await pinnedVersion()) === wanted) return;
  await npm(`Installing Node ${wanted}`, ['rebuild', 'node', '--no-fund', '--no-audit']);
  if ((await pinnedVersion()) !== wanted) throw new Told(`Node ${wanted} could not be installed: npm's package "node" has none for ${process.platform} ${process.arch}.`);
}

async function npm(name, args) {
  const [command, leading] = npmCommand();
  const { code, missing, output } = await step(name, () => run(command, [...leading, ...args]));
  if (missing) throw new Told('npm is not on the path: it comes with Node and is needed to install the packages.');
  if (code !== 0) throw new Told(`${name} failed: ${npmReason(output)}`);
}

/** The one line of npm's output that says what went wrong. */
export function npmReason(output) {
  const errors = output.filter((line) => /^npm (error|ERR!)/.test(line)).map((line) => line.replace(/^npm (error|ERR!) ?/, ''));
  const told = errors.filter((line) => line && !/^(code|errno|syscall|path|command|A complete log)/.test(line));
  return (told[0] ?? errors[0] ?? output.findLast((line) => line.trim()) ?? 'npm said nothing').trim();
}
