/** A built city's files as the host reads them: what is missing, half copied or not of the documented form is told by name. */
import { existsSync, readFileSync } from 'node:fs';
import type { z as schemas } from 'zod';
import { z } from '#contract/zod.ts';

/** An expected failure: a file of a city's folder that cannot be used. */
export class CityProblem extends Error {
  readonly code = 'bad-city';
  /** Its path. */
  readonly file: string;
  constructor(file: string, why: string) {
    super(`${file} of the city cannot be used: ${why}`);
    this.file = file;
  }
}

/** Throws `CityProblem` where the file is missing, is no JSON, or is not of the form; what the operating system refuses stays its own error. */
export function readCityFile<S extends schemas.ZodType>(file: string, schema: S): schemas.output<S> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new CityProblem(file, 'it is missing.');
    throw error;
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new CityProblem(file, (error as Error).message);
  }
  const { success, data, error } = schema.safeParse(json);
  if (success) return data;
  const [{ path, message }] = error.issues;
  throw new CityProblem(file, `${path.join('.')}: ${message}`);
}

const contextFile = z.object({ layers: z.array(z.object({ id: z.string(), privacy: z.enum(['P0', 'P1', 'P2', 'P3']), form: z.string() })) });

/**
 * Context layers are answered as the files that they are, past everything that withholds: throws `CityProblem` where one of
 * them is derived from personal information and not by area.
 */
export function refusePeopleByPlace(file: string): void {
  if (!existsSync(file)) return;
  const finer = readCityFile(file, contextFile).layers.find(({ privacy, form }) => privacy === 'P3' && form !== 'area');
  if (finer) throw new CityProblem(file, `the layer ${finer.id} is P3 and by ${finer.form}; it may leave the host by area only.`);
}
