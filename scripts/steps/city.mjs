// The cities that a configuration names, built into .city/ when what they are made from has changed.
import path from 'node:path';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { inRoot, pinnedNode, readJson, Told } from './project.mjs';
import { run } from './child.mjs';
import { step } from './progress.mjs';
import { hashOf, makeOnce } from './stamp.mjs';

export const cityFolder = inRoot('.city');

/** Reads a configuration as far as the scripts need it; throws `Told` where there is none or it is not JSON. */
export function readConfig(file) {
  if (!existsSync(file)) throw new Told(`There is no configuration file at ${file}.`);
  try {
    return readJson(file);
  } catch (error) {
    throw new Told(`${file} is not valid JSON: ${error.message}.`);
  }
}

/** Builds every city of the configuration that is not there as the configuration asks for it. */
export async function buildCity(configFile) {
  const { cities = {} } = readConfig(configFile);
  const given = Object.values(cities).flatMap((city) => [city.file, city.water, /^https?:/i.test(city.tileset) ? null : city.tileset]).filter(Boolean).map((file) => path.resolve(path.dirname(configFile), file));
  const hash = hashOf(['fixtures/city', 'electron/host/packs', 'electron/host/cities/tiles', 'package-lock.json', ...given], JSON.stringify(cities));
  const which = createHash('sha256').update(JSON.stringify(cities)).digest('hex').slice(0, 12);
  const results = Object.keys(cities).map((name) => path.join(cityFolder, name, 'city.json'));
  return makeOnce(path.join(cityFolder, `${which}.stamp`), hash, results, () =>
    step('Building the city', async (note) => {
      const { code, output } = await run(pinnedNode, [inRoot('fixtures/city/build.ts'), '--config', configFile, '--out', cityFolder], { line: (text) => note(text.trim()) });
      const absent = results.find((file) => !existsSync(file));
      if (code !== 0 || absent) throw new Told(`The city could not be built: ${sentenceOf(output) ?? `${absent} is missing`}.`);
    }),
  );
}

/** The line of a failed program's output that says what was wrong, without the stack around it. */
export function sentenceOf(output) {
  const said = output.filter((line) => line.trim() && !/^\s+at |^node:|^file:|^\s*\^|^Node\.js v|^\s*throw /.test(line));
  return (said.find((line) => /error/i.test(line)) ?? said.at(-1))?.trim().replace(/^(Uncaught )?\w*Error: /, '').replace(/\.$/, '');
}
