/** What the tiles of a city that was brought say of its buildings: what the workstation knows by name, and what else the file said. */
import type { Body } from '../body.ts';
import type { Column, PropertyTable } from './glb.ts';

/** An attribute of the files, as every tile carries it. */
export interface Attribute {
  /** A name that the extension allows. */
  key: string;
  /** As the file calls it. */
  name: string;
  isNumber: boolean;
}

const MOST_ATTRIBUTES = 24;
const KNOWN = ['id', 'name', 'height', 'floors', 'use', 'ground'];
/** Where a feature has no such number. */
const NO_NUMBER = -1e38;

/** Attributes that are numbers or texts, the most frequent first; what is nested or empty everywhere is left out. */
export function attributesOf(bodies: readonly Body[]): Attribute[] {
  const seen = new Map<string, { count: number; isNumber: boolean }>();
  for (const { attributes } of bodies) {
    for (const [name, value] of Object.entries(attributes)) {
      if (!isPlain(value)) continue;
      const entry = seen.get(name) ?? { count: 0, isNumber: true };
      entry.count++;
      entry.isNumber &&= typeof value === 'number';
      seen.set(name, entry);
    }
  }
  const keys = new Set(KNOWN);
  return [...seen].toSorted((a, b) => b[1].count - a[1].count || (a[0] < b[0] ? -1 : 1)).slice(0, MOST_ATTRIBUTES).map(([name, { isNumber }], i) => {
    const plain = /^[A-Za-z_]\w{0,60}$/.test(name) ? name : `attribute_${i}`;
    const key = keys.has(plain) ? `own_${plain}` : plain;
    keys.add(key);
    return { key, name, isNumber };
  });
}

const isPlain = (value: unknown): value is string | number | boolean => (typeof value === 'number' && Number.isFinite(value)) || (typeof value === 'string' && value !== '') || typeof value === 'boolean';

/** The table of a tile's bodies; every tile of a city has the same columns. */
export function tableOf(bodies: readonly Body[], attributes: readonly Attribute[]): PropertyTable {
  const own = Object.fromEntries(attributes.map(({ key, name, isNumber }) => [key, isNumber ? { name, type: 'SCALAR', componentType: 'FLOAT64', noData: NO_NUMBER } : { name, type: 'STRING', noData: '' }]));
  const columns: Record<string, Column> = {
    id: { texts: bodies.map(({ id }) => id) },
    name: { texts: bodies.map(({ name }) => name) },
    height: { numbers: Float32Array.from(bodies, ({ height }) => height) },
    floors: { numbers: Uint16Array.from(bodies, ({ floors }) => floors) },
    use: { texts: bodies.map(({ use }) => use) },
    ground: { numbers: Float32Array.from(bodies, ({ ground }) => ground ?? NO_NUMBER) },
  };
  for (const { key, name, isNumber } of attributes) {
    const values = bodies.map((body) => body.attributes[name]);
    columns[key] = isNumber ? { numbers: Float64Array.from(values, (value) => (typeof value === 'number' && Number.isFinite(value) ? value : NO_NUMBER)) } : { texts: values.map((value) => (isPlain(value) ? String(value) : '')) };
  }
  const schema = {
    id: 'chengmai_import',
    classes: {
      building: {
        properties: {
          id: { type: 'STRING', required: true },
          name: { type: 'STRING', noData: '' },
          height: { type: 'SCALAR', componentType: 'FLOAT32', required: true, description: 'Metres above its own ground.' },
          floors: { type: 'SCALAR', componentType: 'UINT16', noData: 0, description: 'Storeys above ground.' },
          use: { type: 'STRING', noData: '' },
          ground: { type: 'SCALAR', componentType: 'FLOAT32', noData: Math.fround(NO_NUMBER), description: 'Height of its own ground in the file, metres.' },
          ...own,
        },
      },
    },
  };
  return { generator: 'chengmai city:import', schema, className: 'building', count: bodies.length, columns };
}
