/** The configuration file, read and checked: the same for the browser host and the desktop shell. */
import { readFileSync } from 'node:fs';
import { configSchema, type Config } from './config.ts';

/** An expected failure: its message is for the operator. */
export class ConfigProblem extends Error {
  readonly code: 'no-configuration' | 'bad-configuration';
  readonly file: string;
  constructor(code: ConfigProblem['code'], file: string, message: string) {
    super(message);
    this.code = code;
    this.file = file;
  }
}

/** Throws `ConfigProblem` where the file cannot be read or is no configuration. */
export function readConfig(file: string): Config {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new ConfigProblem('no-configuration', file, `The configuration ${file} cannot be read.`);
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new ConfigProblem('bad-configuration', file, `The configuration ${file} is not valid JSON: ${(error as Error).message}`);
  }
  const { success, data, error } = configSchema.safeParse(json);
  if (success) return data;
  const [{ path, message }] = error.issues;
  throw new ConfigProblem('bad-configuration', file, `The configuration ${file} is wrong at ${path.join('.') || 'its top'}: ${message}.`);
}
