/** What main and the host's process say to each other; the data itself goes over ports between host and page. */
import type { HostFailure } from '#contract/hostFailure.ts';
import type { Config } from '#host/config.ts';

/** The host's settings. Feeds' credentials are among them: they never stand in arguments or environment, which others on the machine can read. Folders are absolute. */
export interface HostSettings {
  /** With the demonstration backend's address filled in, and `data` absolute. */
  config: Config;
  configDir: string;
  cityRoot: string;
  /** The bundle of the threads that read history. */
  readerEntry: string;
}

/** `open` comes first and once. `wire` comes with the host's end of a new port. */
export type ToHost = { type: 'open'; settings: HostSettings } | { type: 'wire' } | { type: 'close' };
export type FromHost = { type: 'ready' } | { type: 'failed'; failure: HostFailure };

/** Between preload and main: the page asks for a port, and gets one. */
export const WIRE_WANTED = 'wire.wanted';
export const WIRE = 'wire';
/** From main to preload, with a `HostFailure`: there is no host to give a port to. */
export const HOST_FAILED = 'host.failed';
