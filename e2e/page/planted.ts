/** People planted into a city: values that nobody else would send, so that each can be looked for in whatever crosses the wire. */
import type { Columns } from '#contract/columns.ts';
import type { Publisher } from '#host/testing/publisher.ts';

export interface Planted {
  indicator: string;
  /** Also the site's name, so that a name is found like an id. */
  id: string;
  lon: number;
  lat: number;
  town: number;
  district: number;
  value: number;
  count: number;
  /** Phenomenon time, epoch ms. */
  time: number;
}

/** Who is planted, by what may be told of them. */
export interface People {
  all: Planted[];
  /** Too few, alone in their area. */
  few: Planted[];
  /** Enough only together with others of their area: their own value is nobody's business. */
  amongOthers: Planted[];
  /** Enough, and alone in their area: their value is the area's, and crosses. */
  enough: Planted[];
}

/** Plants people into the towns of `towns` (columns of a place set by town), as if they had spoken a little before `now`. */
export function peopleIn({ lon, lat, town, district }: Columns, now: number): People {
  const people: People = { all: [], few: [], amongOthers: [], enough: [] };
  const townsOf = new Map<number, number[]>();
  for (const [index, code] of district.entries()) townsOf.set(code, [...(townsOf.get(code) ?? []), index]);
  const [first, second, third] = [...townsOf.values()].filter((towns) => towns.length >= 6);
  const add = (kind: Exclude<keyof People, 'all'>, indicator: string, index: number, value: number, count: number): void => {
    const at = people.all.length;
    const one = {
      indicator, value, count, id: `planted-${indicator}-${String(7919 * (at + 1))}`, time: now - 30_011 - 1_009 * at,
      lon: lon[index] + 0.00012345 + at * 1e-7, lat: lat[index] - 0.00054321 - at * 1e-7, town: town[index], district: district[index],
    };
    people.all.push(one);
    people[kind].push(one);
  };
  // 110 calls by town: at least ten people. The smallest other of the district is withheld with the one who is alone.
  add('few', 'PS01', first[0], 1.4159265, 4);
  add('few', 'PS01', first[1], 1.2718281, 50);
  add('enough', 'PS01', first[2], 1.1618033, 300);
  add('enough', 'PS01', first[3], 1.0693147, 500);
  add('few', 'PS01', second[0], 1.5772156, 3);
  // Alerts of point sensors: at least three, by town.
  add('few', 'PS06', first[0], 2.0000012, 1);
  add('amongOthers', 'PS06', second[0], 6.0000017, 6);
  add('amongOthers', 'PS06', second[0], 7.0000021, 7);
  add('amongOthers', 'PS06', second[1], 8.0000033, 8);
  add('amongOthers', 'PS06', second[1], 9.0000041, 9);
  // Hospitals by district: at least twenty visits.
  add('amongOthers', 'PH01', first[0], 17.384615, 15);
  add('amongOthers', 'PH01', first[1], 23.917531, 30);
  add('few', 'PH01', second[0], 31.415926, 12);
  add('enough', 'PH01', third[0], 19.283746, 60);
  return people;
}

/** Announces the planted sites and says their values, each once, in the order of `planted`. */
export function plant(publisher: Publisher, planted: readonly Planted[]): void {
  for (const indicator of new Set(planted.map(({ indicator: code }) => code))) {
    const mine = planted.filter((one) => one.indicator === indicator);
    const sites = mine.map(({ id, lon, lat, town, district }) => ({ id, zh: `名${id}`, en: `Name ${id}`, lon, lat, town, district }));
    publisher.send(JSON.stringify({ kind: 'sites', indicator, source: 'test', crs: 'EPSG:4326', sites }));
    publisher.observe(indicator, mine.map(({ id, time, value, count }) => ({ site: id, time, value, count })));
  }
}

/** What to look for: a value, in 8 bytes, in 4, or its first six digits; a place in degrees or an instant in epoch ms, in full; a word. */
export type Sought = { value: number } | { degrees: number } | { time: number } | { word: string };

/** How often it stands in what was heard, in any spelling that the wire has for it. */
export function timesHeard(heard: readonly (string | Uint8Array)[], sought: Sought): number {
  const needles = spellings(sought);
  let found = 0;
  for (const message of heard) {
    // Words are looked for in bytes too: column messages begin with a header in JSON.
    const bytes = typeof message === 'string' ? Buffer.from(message) : Buffer.from(message.buffer, message.byteOffset, message.byteLength);
    found += needles.filter((needle) => standsIn(bytes, needle)).length;
  }
  return found;
}

/** A number's digits in the middle of another number are not it: 121.4159 is no 1.4159. */
function standsIn(bytes: Buffer, needle: Buffer | string): boolean {
  for (let at = bytes.indexOf(needle); at >= 0; at = bytes.indexOf(needle, at + 1)) {
    const before = at > 0 ? String.fromCodePoint(bytes[at - 1]) : '';
    if (typeof needle !== 'string' || !/^\d/.test(needle) || !/[\d.]/.test(before)) return true;
  }
  return false;
}

function spellings(sought: Sought): (Buffer | string)[] {
  if ('word' in sought) return [sought.word];
  if ('degrees' in sought) return [inEightBytes(sought.degrees), String(sought.degrees)];
  if ('time' in sought) return [inEightBytes(sought.time), String(sought.time), new Date(sought.time).toISOString()];
  const inFour = Buffer.alloc(4);
  inFour.writeFloatLE(sought.value);
  return [inEightBytes(sought.value), inFour, String(sought.value).slice(0, 7)];
}

function inEightBytes(number: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(number);
  return bytes;
}
