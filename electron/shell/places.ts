/** Where everything lies: in the project's folder while developing, inside the package and in the user's folder afterwards. */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { app } from 'electron';
import type { HostFailure } from '#contract/hostFailure.ts';
import type { Config } from '#host/config.ts';
import { ConfigProblem, readConfig } from '#host/readConfig.ts';

export interface Places {
  /** Bundles of main, preload, utility, its reader threads and demonstration. */
  build: string;
  page: string;
  cities: string;
  configFile: string;
}

export interface Settings {
  config: Config;
  /** Where the configuration's relative paths start. */
  configDir: string;
  /** Folder of the run files. */
  data: string;
}

/** An expected failure before there is a host. */
export class StartProblem extends Error {
  readonly failure: HostFailure;
  constructor(failure: HostFailure) {
    super(failure.message);
    this.failure = failure;
  }
}

/** Reads `--config FILE` and `--city FOLDER` from the command line. */
export function findPlaces(): Places {
  const root = app.getAppPath();
  const { values } = parseArgs({ args: process.argv.slice(1), options: { config: { type: 'string' }, city: { type: 'string' } }, strict: false });
  return {
    build: path.join(root, '.vite/build'),
    page: path.join(root, '.vite/renderer'),
    cities: typeof values.city === 'string' ? path.resolve(values.city) : path.join(root, '.city'),
    configFile: typeof values.config === 'string' ? path.resolve(values.config) : path.join(root, 'chengmai.config.json'),
  };
}

/** Throws `StartProblem` where the file is missing or no configuration. */
export function readSettings({ configFile }: Places): Settings {
  const config = configIn(configFile);
  const configDir = path.dirname(configFile);
  // A package's own folder is read-only.
  return { config, configDir, data: app.isPackaged ? path.join(app.getPath('userData'), 'data') : path.resolve(configDir, config.data) };
}

function configIn(file: string): Config {
  try {
    return readConfig(file);
  } catch (error) {
    if (!(error instanceof ConfigProblem)) throw error;
    throw new StartProblem({ code: error.code, file: error.file, message: error.message });
  }
}
