/** Outlines of the city's areas, in the order of area place sets: read once a city, when they are first asked for. */
import { cityUrl } from './cityFacts.ts';
import { readAreas, readCity, type Area } from './globe/cityFolder.ts';

type Unit = 'district' | 'town';
const asked = new Map<string, Promise<readonly Area[]>>();

/** Empty where the city has none. Rejects with a sentence where its files cannot be read, and asks again then. */
export function areaOutlines(city: string, unit: Unit): Promise<readonly Area[]> {
  const key = `${city} ${unit}`;
  const known = asked.get(key);
  if (known) return known;
  const url = cityUrl(city);
  const reading = readCity(url).then((info) => readAreas(url, unit === 'town' ? info.towns : info.districts));
  asked.set(key, reading);
  reading.catch(() => asked.delete(key));
  return reading;
}
