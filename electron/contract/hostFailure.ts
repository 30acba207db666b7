/** Why there is no host. Crosses beside the wire, from the shell to its page: without a host there is no wire to say it on. */
import { z } from './zod.ts';

/**
 * Closed list; the page has a sentence for each. The configuration cannot be read or is none; a run file is in use, from a
 * newer version, not one of ours, damaged; a city's file is missing or wrong; a file or folder refuses; the demonstration backend does not start; a bug.
 */
export const hostFailureSchema = z.object({
  code: z.enum([
    'no-configuration', 'bad-configuration', 'in-use', 'from-the-future', 'not-a-run-file', 'unreadable', 'bad-city', 'no-access', 'no-demonstration', 'internal',
  ]),
  /** What it is about; empty where it is about no file. */
  file: z.string(),
  /** The host's own sentence. */
  message: z.string(),
});
export type HostFailure = z.infer<typeof hostFailureSchema>;
