/** Where everything lies: in the project's folder while developing, inside the package and in the user's folder afterwards. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { app } from 'electron';
import { configSchema, type Config } from '#host/config.ts';

export interface Places {
  /** Bundles of main, preload, utility and demonstration. */
  build: string;
  page: string;
  cities: string;
  /** Where the configuration's relative paths start. */
  configDir: string;
  config: Config;
  /** Folder of the run files. */
  data: string;
}

/** An expected failure at the start: its message is for the operator. */
export class StartProblem extends Error {}

/** Reads `--config FILE` and `--city FOLDER` from the command line. Throws `StartProblem`. */
export function findPlaces(): Places {
  const root = app.getAppPath();
  const { values } = parseArgs({ args: process.argv.slice(1), options: { config: { type: 'string' }, city: { type: 'string' } }, strict: false });
  const given = typeof values.config === 'string' ? path.resolve(values.config) : null;
  const configFile = given ?? path.join(root, 'chengmai.config.json');
  const config = readConfig(configFile);
  return {
    build: path.join(root, '.vite/build'),
    page: path.join(root, '.vite/renderer'),
    cities: typeof values.city === 'string' ? path.resolve(values.city) : path.join(root, '.city'),
    configDir: path.dirname(configFile),
    config,
    // A package's own folder is read-only.
    data: app.isPackaged ? path.join(app.getPath('userData'), 'data') : path.resolve(path.dirname(configFile), config.data),
  };
}

function readConfig(file: string): Config {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new StartProblem(`There is no configuration file at ${file}.`);
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new StartProblem(`${file} is not valid JSON: ${(error as Error).message}`);
  }
  const parsed = configSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new StartProblem(`${file} is no valid configuration: ${issue.path.join('.')}: ${issue.message}`);
}
