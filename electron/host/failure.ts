/** What kept a host from opening, in a form that can be told. */
import type { HostFailure } from '#contract/hostFailure.ts';
import { CityProblem } from './frames/cityFiles.ts';
import { StoreProblem } from './store/openFile.ts';

/** `error`: what `createHost` has thrown. A bug is `internal`. */
export function failureOf(error: unknown): HostFailure {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof StoreProblem || error instanceof CityProblem) return { code: error.code, file: error.file, message };
  const { code, path } = (error ?? {}) as NodeJS.ErrnoException;
  // The operating system's own refusals name what they refuse.
  if (typeof code === 'string' && typeof path === 'string') return { code: 'no-access', file: path, message };
  return { code: 'internal', file: '', message };
}
