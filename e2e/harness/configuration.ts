/** A configuration of its own for each host under test: the product's, with fewer sites and a new, empty data folder. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

export const ROOT = path.resolve(import.meta.dirname, '../..');
/** The same cities as the product's own configuration, so that they are built once. */
export const CITIES = path.join(ROOT, '.city');

export interface TestConfiguration {
  file: string;
  data: string;
  remove(): void;
}

/** `change` may alter the configuration before it is written. */
export function writeConfiguration(change: (config: Record<string, any>) => void = () => {}): TestConfiguration {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'chengmai-e2e-'));
  const config = JSON.parse(readFileSync(path.join(ROOT, 'chengmai.config.json'), 'utf8')) as Record<string, any>;
  config.data = path.join(folder, 'data');
  if (config.demonstration) config.demonstration.sites = 3000;
  change(config);
  const file = path.join(folder, 'chengmai.config.json');
  writeFileSync(file, JSON.stringify(config));
  return { file, data: config.data as string, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
