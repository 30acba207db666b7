/**
 * Makes a city's folder out of files that a person brings. What cannot be used is left out, told with file, feature and reason, and counted;
 * the rest goes on. Where nothing is left, or it is not known where things lie, it is refused with a sentence. docs/decisions/0013-import.md.
 */
import { AREA_KINDS, areasOf, type AreaFeature, type AreaKind } from './areas.ts';
import type { Body } from './body.ts';
import { crsOf, CrsProblem, type Crs } from './crs.ts';
import { createFindings, ImportProblem, type Finding, type Findings } from './findings.ts';
import { footprintsOf, type Named } from './footprints.ts';
import { cityJsonBodies } from './read/cityjson.ts';
import { openFile } from './read/open.ts';
import { writeCity, type Imported } from './writeCity.ts';

export interface ImportOptions extends Named {
  /** Buildings. */
  files: string[];
  areas: Partial<Record<AreaKind, string[]>>;
  /** Folder that the city's folder is put into. */
  out: string;
  /** The city's id: its folder's name. */
  name: string;
  title: string;
  provenance: 'real' | 'schematic' | 'generated';
  /** Taken for every file, whatever it says. */
  crs: string | null;
  /** Level of detail of CityJSON; null takes the most detailed that each object has. */
  lod: string | null;
  /** Hears sentences as they come. */
  say(sentence: string): void;
}

export interface ImportReport { folder: string; bodies: number; tiles: number; bytes: number; said: string[]; findings: Finding[] }

const MOST_BODIES = 2_000_000;
/** What lies farther from the middle of all is somewhere else: a typing error, another CRS. Metres. */
const FARTHEST = 200_000;

/** Resolves with what was made; rejects with `ImportProblem` where nothing could be. One file that cannot be used does not take the others with it. */
export async function importCity(options: ImportOptions): Promise<ImportReport> {
  const findings = createFindings();
  const said: string[] = [];
  const say = (sentence: string): void => {
    said.push(sentence);
    options.say(sentence);
  };
  const imported: Imported = { bodies: [], areas: {}, sources: [], heights: [] };
  const refused: ImportProblem[] = [];
  const each = async (files: readonly string[], take: (file: string) => Promise<void>): Promise<void> => {
    for (const file of files) {
      try {
        await take(file);
        imported.sources.push(file);
      } catch (error) {
        if (!(error instanceof ImportProblem)) throw error;
        refused.push(error);
        say(`Refused: ${error.message}.`);
      }
    }
  };
  await each(options.files, (file) => takeBuildings(file, options, imported, findings, say));
  for (const kind of AREA_KINDS) {
    await each(options.areas[kind] ?? [], async (file) => {
      const found = await takeAreas(file, kind, options, findings, say);
      imported.areas[kind] = [...(imported.areas[kind] ?? []), ...found];
    });
  }
  imported.bodies = withUniqueIds(withoutStray(imported.bodies, findings));
  const hasAreas = Object.values(imported.areas).some((list) => list.length > 0);
  for (const sentence of findings.sentences()) say(sentence);
  if (imported.bodies.length === 0 && !hasAreas) {
    throw refused.length === 1 && options.files.length <= 1 ? refused[0] : new ImportProblem(options.files.join(', ') || 'the import', 'nothing of it can be drawn');
  }
  const written = writeCity(options, imported, { said, findings: findings.list(), refused: refused.map(({ message }) => message) });
  return { ...written, bodies: imported.bodies.length, said, findings: findings.list() };
}

type Say = ImportOptions['say'];

async function takeBuildings(file: string, options: ImportOptions, imported: Imported, findings: Findings, say: Say): Promise<void> {
  const opened = openFile(file);
  const before = imported.bodies.length;
  if (opened.kind === 'cityjson') {
    const { city, remarks } = opened;
    const crs = crsFor(file, city.crs, options.crs, remarks, say);
    for (const [type, count] of city.passedOver) say(`${file}: ${count} ${type} not taken: only what stands on the ground is drawn from CityJSON.`);
    for (const body of cityJsonBodies(city, crs, options.lod, findings)) add(imported.bodies, body, file, findings);
    imported.heights.push({ file, zh: '模型自身几何，各按其最低点落地', en: 'the models\' own geometry, each put on the ground by its lowest point' });
  } else {
    for (const layer of opened.layers) {
      const where = layer.name === '' ? file : `${file} (${layer.name})`;
      const crs = crsFor(where, layer.crs, options.crs, layer.remarks, say);
      const { bodies, rule } = await footprintsOf(layer, crs, options, findings);
      for await (const body of bodies) add(imported.bodies, body, file, findings);
      const how = heightsSentence(rule);
      if (how !== null) {
        say(`${where}: heights are ${how.en}.`);
        imported.heights.push({ file, ...how });
      }
    }
  }
  const taken = imported.bodies.length - before;
  if (taken === 0) throw new ImportProblem(file, `nothing of it can be drawn: ${mostFrequent(findings, file)}`);
  say(`${file}: ${taken} buildings taken.`);
}

async function takeAreas(file: string, kind: AreaKind, options: ImportOptions, findings: Findings, say: Say): Promise<AreaFeature[]> {
  const opened = openFile(file);
  if (opened.kind === 'cityjson') throw new ImportProblem(file, `${kind} are read from GeoJSON, GeoPackage and FlatGeobuf, not from CityJSON`);
  const found: AreaFeature[] = [];
  for (const layer of opened.layers) found.push(...(await areasOf(layer, kind, crsFor(file, layer.crs, options.crs, layer.remarks, say), findings)));
  if (found.length === 0) throw new ImportProblem(file, `it holds no ${kind}: ${mostFrequent(findings, file)}`);
  say(`${file}: ${found.length} ${kind} taken.`);
  return found;
}

function add(bodies: Body[], body: Body, file: string, findings: Findings): void {
  if (bodies.length >= MOST_BODIES) findings.note(file, 'leftOut', `a city holds at most ${MOST_BODIES.toLocaleString('en')} buildings`, body.id);
  else bodies.push(body);
}

/** Stated on the command line, or else in the file, or else refused: nothing is guessed. */
function crsFor(where: string, stated: string | null, given: string | null, remarks: readonly string[], say: Say): Crs {
  for (const remark of remarks) say(`${where}: ${remark}.`);
  const text = given ?? stated;
  if (text === null) {
    throw new ImportProblem(where, 'it does not say in which coordinate system it is, and unmarked Chinese data is often GCJ-02, some 500 m off: state --crs EPSG:4326, --crs GCJ-02, or what its owner says');
  }
  try {
    const crs = crsOf(text);
    const otherwise = given !== null && stated !== null && stated !== given ? `; the file says ${stated}, which is not followed` : '';
    say(`${where}: coordinates are taken for ${crs.id}${crs.name === crs.id ? '' : ` (${crs.name})`}, as ${given === null ? 'the file says' : '--crs says'}${otherwise}.`);
    return crs;
  } catch (error) {
    if (error instanceof CrsProblem) throw new ImportProblem(where, error.message);
    throw error;
  }
}

function heightsSentence({ height, floors, storey, otherwise }: Named): { zh: string; en: string } | null {
  const parts: { zh: string; en: string }[] = [];
  if (height !== null) parts.push({ zh: `取自字段 ${height}（米）`, en: `metres of the field ${height}` });
  if (floors !== null) parts.push({ zh: `层数 ${floors} × 假定每层 ${storey} 米`, en: `${floors} × an assumed ${storey} m a storey` });
  if (otherwise !== null) parts.push({ zh: `不详者假定 ${otherwise} 米`, en: `an assumed ${otherwise} m where nothing is known` });
  return parts.length === 0 ? null : { zh: parts.map(({ zh }) => zh).join('，否则'), en: parts.map(({ en }) => en).join(', else ') };
}

function mostFrequent(findings: Findings, file: string): string {
  const [worst] = findings.list().filter((finding) => finding.file === file && finding.outcome === 'leftOut').toSorted((a, b) => b.count - a.count);
  return worst ? `${worst.count} × ${worst.reason}` : 'it holds no feature';
}

/** Without what lies far from the middle of all. */
function withoutStray(bodies: Body[], findings: Findings): Body[] {
  if (bodies.length === 0) return bodies;
  const middle = [0, 1].map((k) => bodies.map(({ anchor }) => anchor[k]).toSorted((a, b) => a - b)[bodies.length >> 1]);
  const perLon = 111_320 * Math.cos((middle[1] * Math.PI) / 180);
  return bodies.filter(({ anchor, id }) => {
    const distance = Math.hypot((anchor[0] - middle[0]) * perLon, (anchor[1] - middle[1]) * 110_600);
    if (distance > FARTHEST) findings.note('the city', 'leftOut', `it lies more than ${FARTHEST / 1000} km from most of the others`, id);
    return distance <= FARTHEST;
  });
}

/** A building is found again by its id. */
function withUniqueIds(bodies: Body[]): Body[] {
  const seen = new Map<string, number>();
  for (const body of bodies) {
    const count = (seen.get(body.id) ?? 0) + 1;
    seen.set(body.id, count);
    if (count > 1) body.id = `${body.id}~${count}`;
  }
  return bodies;
}
