/** What the city's folder says for the card: names of areas by code, and where the city's own shapes come from. */
import { useEffect, useState } from 'react';
import { readCity, type CityInfo } from './globe/cityFolder.ts';
import type { Language } from './globe/types.ts';
import { readJson } from './readJson.ts';

export interface CityFacts {
  names: ReadonlyMap<number, Record<Language, string>>;
  /** By layer, e.g. "buildings". */
  provenance: ReadonlyMap<string, NonNullable<CityInfo['provenance']>[number]>;
}

interface Outlines { features: { properties: { code: number | string; zh: string; en: string } }[] }

const asked = new Map<string, Promise<CityFacts>>();

/** Address of a built city's folder, without a slash at its end. */
export function cityUrl(city: string): string {
  return new URL(`city/${city}`, document.baseURI).href;
}

async function read(url: string): Promise<CityFacts> {
  const city = await readCity(url);
  const files = [city.districts, city.towns].filter((file) => file !== null);
  const outlines = (await Promise.all(files.map((file) => readJson(`${url}/${file}`)))) as Outlines[];
  const names = new Map(outlines.flatMap(({ features }) => features.map(({ properties: { code, zh, en } }) => [Number(code), { zh, en }] as const)));
  return { names, provenance: new Map((city.provenance ?? []).map((entry) => [entry.layer, entry])) };
}

/** Null until it is read; a city without these files has no names, and the card shows codes. */
export function useCityFacts(city: string | undefined): CityFacts | null {
  const [facts, setFacts] = useState<CityFacts | null>(null);
  useEffect(() => {
    if (city === undefined) return;
    let wanted = true;
    const url = cityUrl(city);
    const reading = asked.get(url) ?? read(url);
    asked.set(url, reading);
    reading.then(
      (read_) => wanted && setFacts(read_),
      () => asked.delete(url),
    );
    return () => {
      wanted = false;
    };
  }, [city]);
  return facts;
}
