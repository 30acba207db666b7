// What may be written behind `npm start --`.
import path from 'node:path';
import { parseArgs } from 'node:util';
import { inRoot, Told } from './project.mjs';

const USAGE = 'npm start takes --electron (try Electron again), --browser (serve only) and --config FILE';

/** Reads the options of `npm start`; throws `Told` where one is not known. A relative FILE is relative to `cwd`. */
export function startOptions(args, cwd = process.env.INIT_CWD ?? process.cwd()) {
  let values;
  try {
    ({ values } = parseArgs({ args, options: { electron: { type: 'boolean' }, browser: { type: 'boolean' }, config: { type: 'string' } } }));
  } catch {
    throw new Told(`${USAGE}; "${args.join(' ')}" is something else.`);
  }
  if (values.electron && values.browser) throw new Told(`${USAGE}: one of --electron and --browser.`);
  return {
    electron: values.electron ?? false,
    browser: values.browser ?? false,
    config: values.config === undefined ? inRoot('chengmai.config.json') : path.resolve(cwd, values.config),
  };
}
