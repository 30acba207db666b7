/** Messages in column form: sent by machines in volume, so a wrong shape refuses the whole message. */
import { z } from '#contract/zod.ts';
import { ColumnError, decodeColumns, isColumnMessage, type Columns } from '#contract/columns.ts';
import type { Site } from '#contract/observation.ts';
import { CRS, toWgs84 } from './crs.ts';
import { describe, MAX_ENTRIES, MAX_ID, MAX_NAME, refused, type Decoded, type Decoder } from './decoder.ts';

const indicator = z.string().min(1).max(40);
const ids = z.array(z.string().min(1).max(MAX_ID)).max(MAX_ENTRIES);
const names = z.array(z.string().max(MAX_NAME)).max(MAX_ENTRIES);
const sitesHeader = z.object({ indicator, source: z.string().max(MAX_NAME).default(''), ids, zh: names, en: names });
const observationsHeader = z.object({ indicator, t0: z.number(), ids: ids.optional() });

export const columnForm: Decoder = {
  recognises: isColumnMessage,
  decode(raw) {
    try {
      const { header, columns } = decodeColumns(raw);
      if (header.kind === 'sites') return sitesOf(header, columns);
      if (header.kind === 'observations') return observationsOf(header, columns);
      return Object.hasOwn(header, 'kind') ? { ...refused('not-a-message', describe(header)), header } : { header, messages: [], rejects: [] };
    } catch (error) {
      if (error instanceof ColumnError) return refused('bad-columns', describe(error.message));
      throw error;
    }
  },
};

function sitesOf(header: Record<string, unknown>, columns: Columns): Decoded {
  const parsed = sitesHeader.safeParse(header);
  if (!parsed.success) return { ...refused('not-a-message', describe(header)), header };
  const crs = CRS.find((name) => name === header.crs);
  if (crs === undefined) return { ...refused('no-crs', describe(header)), header };
  const { ids: id, zh, en, source } = parsed.data;
  const n = id.length;
  const lon = column(columns, 'lon', Float64Array, n);
  const lat = column(columns, 'lat', Float64Array, n);
  const district = optional(columns, 'district', Uint32Array, n);
  const town = optional(columns, 'town', Uint32Array, n);
  const halfSizeM = optional(columns, 'halfSizeM', Float32Array, n);
  if (zh.length !== n || en.length !== n) throw new ColumnError('ids and names differ in length');
  const sites = id.map((name, i): Site => {
    const [x, y] = toWgs84(crs, lon[i], lat[i]);
    const half = halfSizeM?.[i] ?? 0;
    return { id: name, zh: zh[i], en: en[i], lon: x, lat: y, district: district?.[i] ?? 0, town: town?.[i] ?? 0, halfSizeM: half >= 0 && half <= 1e6 ? half : 0 };
  });
  return { header, messages: [{ kind: 'sites', indicator: parsed.data.indicator, source, sites, positional: true }], rejects: [] };
}

function observationsOf(header: Record<string, unknown>, columns: Columns): Decoded {
  const parsed = observationsHeader.safeParse(header);
  if (!parsed.success) return { ...refused('not-a-message', describe(header)), header };
  const { t0 } = parsed.data;
  const n = columns.value?.length ?? 0;
  if (n > MAX_ENTRIES) return { ...refused('too-large', describe(header)), header };
  const values = column(columns, 'value', Float64Array, n);
  const dt = column(columns, 'dt', Int32Array, n);
  const sites = parsed.data.ids ?? column(columns, 'site', Uint32Array, n);
  if (sites.length !== n) throw new ColumnError('ids and values differ in length');
  const times = new Float64Array(n);
  for (let i = 0; i < n; i++) times[i] = Math.round(t0 + dt[i]);
  const quality = optional(columns, 'quality', Uint8Array, n) ?? new Uint8Array(n);
  const counts = optional(columns, 'count', Uint32Array, n);
  return { header, messages: [{ kind: 'observations', indicator: parsed.data.indicator, sites, times, values, quality, counts }], rejects: [] };
}

type Shape<T> = new (length: number) => T;

function column<T>(columns: Columns, name: string, shape: Shape<T>, length: number): T {
  const found = optional(columns, name, shape, length);
  if (found === null) throw new ColumnError(`column ${name} is missing`);
  return found;
}

function optional<T>(columns: Columns, name: string, shape: Shape<T>, length: number): T | null {
  if (!Object.hasOwn(columns, name)) return null;
  const found = columns[name];
  if (!(found instanceof shape)) throw new ColumnError(`column ${name} is of another type`);
  if (found.length !== length) throw new ColumnError(`column ${name} is of another length`);
  return found;
}
