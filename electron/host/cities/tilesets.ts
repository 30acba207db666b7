/** Tilesets that a configuration names: which folders are answered, and which addresses a page may load from. */
import path from 'node:path';
import type { Config } from '../config.ts';

export interface NamedTilesets {
  /** By city: the folder in which its tileset.json lies, answered under `/city/<name>/tileset/`. */
  tilesets: Readonly<Record<string, string>>;
  /** Origins of those that are elsewhere, for `connect-src`. */
  origins: readonly string[];
}

export const isAddress = (tileset: string): boolean => /^https?:\/\//i.test(tileset);

/** Relative paths begin at `configDir`. */
export function namedTilesets({ cities }: Pick<Config, 'cities'>, configDir: string): NamedTilesets {
  const named = Object.entries(cities).flatMap(([name, city]) => (city.build === 'tileset' ? [[name, city.tileset] as const] : []));
  return {
    tilesets: Object.fromEntries(named.filter(([, tileset]) => !isAddress(tileset)).map(([name, tileset]) => [name, path.dirname(path.resolve(configDir, tileset))])),
    origins: [...new Set(named.filter(([, tileset]) => isAddress(tileset)).map(([, tileset]) => new URL(tileset).origin))],
  };
}
