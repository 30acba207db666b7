/** What kept a host from opening, in a form that can be told. */
import type { HostFailure } from '#contract/hostFailure.ts';
import { CityProblem } from './frames/cityFiles.ts';
import { StoreProblem } from './store/problem.ts';

/** `error`: what `createHost` has thrown. A bug is `internal`. */
export function failureOf(error: unknown): HostFailure {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof CityProblem) return { code: error.code, file: error.file, message };
  if (error instanceof StoreProblem) {
    // What keeps a file from being written is met after it was opened, if at all.
    const { code, file } = error;
    return { code: code === 'full' || code === 'unwritable' || code === 'damaged' ? 'unreadable' : code, file, message };
  }
  const { code, path } = (error ?? {}) as NodeJS.ErrnoException;
  // The operating system's own refusals name what they refuse.
  if (typeof code === 'string' && typeof path === 'string') return { code: 'no-access', file: path, message };
  return { code: 'internal', file: '', message };
}
