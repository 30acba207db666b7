import { encodeColumns } from '#contract/columns.ts';
import type { FeedMessage, ObservationsMessage, SitesMessage } from '#contract/observation.ts';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_ENTRIES, MAX_MESSAGE_BYTES } from './decoder.ts';
import { decodeMessage } from './registry.ts';

const NOW = Date.UTC(2026, 10, 21, 12);
const bytes = (message: unknown): Uint8Array => Buffer.from(typeof message === 'string' ? message : JSON.stringify(message));
const reasons = (raw: Uint8Array): Record<string, number> => Object.fromEntries(decodeMessage(raw).rejects.map(({ reason, count = 1 }) => [reason, count]));
const observationsOf = (raw: Uint8Array): ObservationsMessage => decodeMessage(raw).messages[0] as ObservationsMessage;
const sitesOf = (raw: Uint8Array): SitesMessage => decodeMessage(raw).messages[0] as SitesMessage;
const site = { id: '201', zh: '普陀监测站', en: 'Putuo', lon: 121.4, lat: 31.24 };
const withSites = (more: Record<string, unknown>): Uint8Array => bytes({ kind: 'sites', indicator: 'MW08', source: 'Centre', crs: 'EPSG:4326', sites: [site], ...more });
const withObservations = (...observations: unknown[]): Uint8Array => bytes({ kind: 'observations', indicator: 'MW08', observations });
const good = { site: '201', time: NOW, value: 78 };

describe('the examples of the protocol', () => {
  it('become sites and observations', () => {
    expect(sitesOf(withSites({}))).toStrictEqual({ kind: 'sites', indicator: 'MW08', source: 'Centre', sites: [{ ...site, district: 0, town: 0, halfSizeM: 0 }] });
    const message = observationsOf(withObservations({ site: '201', time: '2014-07-01T00:00:00+08:00', value: 78, quality: 0, count: 1 }, good));
    expect(message.sites).toStrictEqual(['201', '201']);
    expect([...message.times]).toStrictEqual([Date.UTC(2014, 5, 30, 16), NOW]);
    expect([...message.counts!]).toStrictEqual([1, 0xffffffff]);
  });

  it('come in column form just the same', () => {
    const sites = encodeColumns({ kind: 'sites', indicator: 'MW08', source: 'Centre', crs: 'EPSG:4490', ids: ['201'], zh: [site.zh], en: [site.en] }, { lon: Float64Array.of(121.4), lat: Float64Array.of(31.24), district: Uint32Array.of(310107) });
    expect(sitesOf(sites)).toStrictEqual({ kind: 'sites', indicator: 'MW08', source: 'Centre', positional: true, sites: [{ ...site, district: 310107, town: 0, halfSizeM: 0 }] });
    const named = encodeColumns({ kind: 'observations', indicator: 'MW08', t0: NOW, ids: ['201', '7'] }, { dt: Int32Array.of(-1, 2), value: Float64Array.of(1, 2) });
    expect(observationsOf(named)).toMatchObject({ sites: ['201', '7'], times: Float64Array.of(NOW - 1, NOW + 2), quality: new Uint8Array(2), counts: null });
  });

  it('carry what a feed says beside them', () => {
    expect(decodeMessage(bytes({ caughtUp: 5 }))).toStrictEqual({ header: { caughtUp: 5 }, messages: [], rejects: [] });
    expect(decodeMessage(encodeColumns({ kind: 'observations', indicator: 'MW08', t0: 0, live: 'c9' }, { site: new Uint32Array(), dt: new Int32Array(), value: new Float64Array() })).header.live).toBe('c9');
  });
});

describe('positions', () => {
  it('in GCJ-02 are converted: a known point of Shanghai moves by some five hundred metres to where it is', () => {
    // The Oriental Pearl tower: GCJ-02 as Chinese maps give it, WGS84 as satellites do.
    const { lon, lat } = sitesOf(withSites({ crs: 'GCJ-02', sites: [{ ...site, lon: 121.499809, lat: 31.239666 }] })).sites[0];
    expect(lon).toBeCloseTo(121.4952, 3);
    expect(lat).toBeCloseTo(31.2417, 3);
  });

  it('without a CRS, or with one that nobody knows, refuse the message', () => {
    for (const crs of [undefined, null, 'WGS84', 'epsg:4326', 4326, 'BD09', '__proto__']) expect(reasons(withSites({ crs }))).toStrictEqual({ 'no-crs': 1 });
  });
});

describe('what is hostile', () => {
  it('is refused whole where it is no message', () => {
    for (const text of ['', 'not json', '{"kind":"obs', '\u0000', 'text', 'nul', '{]']) expect(reasons(bytes(text)), text).toStrictEqual({ 'not-json': 1 });
    expect(reasons(Uint8Array.of(0xff, 0xfe, 0x7b))).toStrictEqual({ 'not-json': 1 });
    for (const message of [[], null, 7, { kind: 'orders' }, { kind: null }, { kind: 'sites' }, { kind: 'observations', indicator: 7, observations: [] }, { kind: 'observations', indicator: 'MW08', observations: {} }]) {
      expect(reasons(bytes(message)), JSON.stringify(message)).toStrictEqual({ 'not-a-message': 1 });
    }
    expect(reasons(new Uint8Array(MAX_MESSAGE_BYTES + 1))).toStrictEqual({ 'too-large': 1 });
    expect(reasons(bytes('['.repeat(10_000_000)))).toStrictEqual({ 'not-json': 1 });
    expect(reasons(bytes(`${'['.repeat(2_000_000)}${']'.repeat(2_000_000)}`))).toStrictEqual({ 'not-a-message': 1 });
    expect(reasons(bytes(`{"kind":"observations","indicator":"MW08","observations":[${'[],'.repeat(MAX_ENTRIES)}[]]}`))).toStrictEqual({ 'not-a-message': 1 });
  });

  it('costs one observation where only one is bad', () => {
    const bad = [null, 7, [], {}, { ...good, site: 201 }, { ...good, time: 'yesterday' }, { ...good, time: '2026-11-21' }, { ...good, time: '2026-11-21T10:00:00' }, { ...good, time: null },
      { ...good, value: '78' }, { ...good, value: null }, { ...good, value: undefined }, { ...good, quality: 256 }, { ...good, quality: 'bad' }, { ...good, count: -1 }, { ...good, count: 1.5 }, { ...good, site: 'x'.repeat(129) }];
    const raw = withObservations(good, ...bad, good);
    expect(reasons(raw)).toStrictEqual({ 'bad-observation': bad.length });
    expect(observationsOf(raw).sites).toStrictEqual(['201', '201']);
    const nested = `{"kind":"observations","indicator":"MW08","observations":[${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}]}`;
    expect(reasons(bytes(nested))).toStrictEqual({ 'bad-observation': 1 });
  });

  it('costs one site where only one is bad', () => {
    const sites = [site, null, { ...site, id: 7 }, { ...site, id: '' }, { ...site, lon: '121' }, { ...site, lat: null }, { ...site, zh: 7 }, { ...site, district: -1 }, { ...site, halfSizeM: -5 }, { ...site, id: 'b' }];
    expect(reasons(withSites({ sites }))).toStrictEqual({ 'bad-site': 8 });
    expect(sitesOf(withSites({ sites })).sites.map(({ id }) => id)).toStrictEqual(['201', 'b']);
  });

  it('cannot reach prototypes', () => {
    const raw = bytes('{"kind":"sites","indicator":"MW08","crs":"EPSG:4326","__proto__":{"polluted":1},"sites":[{"id":"__proto__","zh":"","en":"","lon":1,"lat":1,"__proto__":{"polluted":1}}]}');
    expect(sitesOf(raw).sites[0]).toStrictEqual({ id: '__proto__', zh: '', en: '', lon: 1, lat: 1, district: 0, town: 0, halfSizeM: 0 });
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('is refused where lengths or types lie in column form', () => {
    const header = { kind: 'observations', indicator: 'MW08', t0: NOW };
    const columns = { site: Uint32Array.of(0, 1), dt: Int32Array.of(0, 1), value: Float64Array.of(1, 2) };
    const wrong = [
      { ...columns, dt: Int32Array.of(0) }, { ...columns, dt: Float64Array.of(0, 1) }, { ...columns, site: Int32Array.of(0, 1) }, { ...columns, value: Float32Array.of(1, 2) },
      { dt: columns.dt, value: columns.value }, { ...columns, quality: Uint8Array.of(1) }, { ...columns, count: Uint32Array.of(1, 2, 3) },
    ];
    for (const each of wrong) expect(reasons(encodeColumns(header, each as typeof columns))).toStrictEqual({ 'bad-columns': 1 });
    expect(reasons(encodeColumns({ ...header, ids: ['a'] }, columns))).toStrictEqual({ 'bad-columns': 1 });
    expect(reasons(encodeColumns({ ...header, t0: 'now' }, columns))).toStrictEqual({ 'not-a-message': 1 });
    const lie = Buffer.from(encodeColumns(header, columns));
    lie.writeUInt32LE(0xffffffff, 4);
    expect(reasons(lie)).toStrictEqual({ 'bad-columns': 1 });
    const claim = Buffer.from('CMC1\0\0\0\0');
    const head = Buffer.from(JSON.stringify({ ...header, columns: [['value', 'f64', 2 ** 50], ['dt', 'i32', 2 ** 50]] }));
    claim.writeUInt32LE(head.length, 4);
    expect(reasons(Buffer.concat([claim, head]))).toStrictEqual({ 'bad-columns': 1 });
  });
});

/** What everything behind the decoders relies on. */
function expectWellFormed(message: FeedMessage): void {
  expect(typeof message.indicator).toBe('string');
  if (message.kind === 'sites') {
    for (const each of message.sites) {
      expect(typeof each.id === 'string' && typeof each.zh === 'string' && typeof each.en === 'string').toBe(true);
      expect(typeof each.lon === 'number' && typeof each.lat === 'number').toBe(true);
      expect(Number.isInteger(each.district) && Number.isInteger(each.town) && each.halfSizeM >= 0).toBe(true);
    }
    return;
  }
  const n = message.sites.length;
  expect([message.times.length, message.values.length, message.quality.length, message.counts?.length ?? n]).toStrictEqual([n, n, n, n]);
  for (const time of message.times) expect(Number.isInteger(time) || !Number.isFinite(time)).toBe(true);
}

const sound: Uint8Array[] = [
  withSites({}), withObservations(good, { ...good, count: 3 }),
  encodeColumns({ kind: 'sites', indicator: 'MW08', source: '', crs: 'GCJ-02', ids: ['a', 'b'], zh: ['', ''], en: ['', ''] }, { lon: Float64Array.of(121, 122), lat: Float64Array.of(31, 32), halfSizeM: Float32Array.of(1, NaN) }),
  encodeColumns({ kind: 'observations', indicator: 'MW08', t0: NOW }, { site: Uint32Array.of(0, 1), dt: Int32Array.of(0, 1), value: Float64Array.of(1, NaN), quality: Uint8Array.of(0, 1), count: Uint32Array.of(1, 2) }),
];

const survives = (raw: Uint8Array): void => {
  const { messages, rejects } = decodeMessage(raw);
  for (const message of messages) expectWellFormed(message);
  for (const { sample } of rejects) expect(sample.length).toBeLessThanOrEqual(120);
};

describe('whatever comes', () => {
  it('any bytes, with or without the magic number', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), survives));
    fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (raw) => survives(Buffer.concat([Buffer.from('CMC1'), raw]))));
  });

  it('any JSON, also in the places of a message', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => survives(bytes(value))));
    fc.assert(fc.property(fc.constantFrom('sites', 'observations'), fc.jsonValue(), fc.array(fc.jsonValue()), (kind, value, list) => {
      survives(bytes({ kind, indicator: 'MW08', crs: 'EPSG:4326', sites: list, observations: [...list, { ...good, time: value }, { ...good, site: value }, { ...good, value }, { ...good, count: value }] }));
    }));
  });

  it('sound messages, cut short or with bits turned over', () => {
    fc.assert(fc.property(fc.constantFrom(...sound), fc.nat(), fc.array(fc.tuple(fc.nat(), fc.nat(7)), { maxLength: 6 }), (raw, cut, flips) => {
      const broken = Buffer.from(raw.subarray(0, cut % 3 === 0 ? cut % (raw.length + 1) : raw.length));
      for (const [at, bit] of flips) if (broken.length > 0) broken[at % broken.length] ^= 1 << bit;
      survives(broken);
    }), { numRuns: 2000 });
  });
});
