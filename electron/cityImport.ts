/**
 * npm run city:import -- FILE… [options]: makes a city out of GeoJSON, GeoPackage, FlatGeobuf and CityJSON. Its files are the buildings;
 * outlines beside them have options of their own. What it assumes, mends and leaves out is said, and kept in the city's import.json.
 */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ImportProblem } from '#host/cities/findings.ts';
import { importCity, type ImportOptions } from '#host/cities/importCity.ts';

const USAGE = `npm run city:import -- FILE… [--districts FILE] [--towns FILE] [--water FILE] [--green FILE]
  --name ID          the city's id and folder; by default the first file's name
  --title TEXT       how it is called on screen
  --out DIR          where its folder is put (.city)
  --crs CODE         EPSG:xxxx, GCJ-02 or BD-09, for every file, whatever it says of itself
  --height FIELD     field with metres above ground; by default recognised (height, 高度 …)
  --floors FIELD     field with storeys; by default recognised (floors, 层数 …)
  --storey METRES    height of a storey where only storeys are known (3)
  --otherwise METRES height where nothing is known; without it such buildings are left out
  --lod LOD          level of detail of CityJSON; by default the most detailed of each building
  --provenance KIND  real (default), schematic or generated`;

function optionsOf(args: string[]): ImportOptions | null {
  const text = { type: 'string' } as const;
  const list = { type: 'string', multiple: true } as const;
  const { values, positionals } = parseArgs({
    args, allowPositionals: true,
    options: {
      districts: list, towns: list, water: list, green: list, name: text, title: text, out: { type: 'string', default: '.city' }, crs: text,
      height: text, floors: text, storey: { type: 'string', default: '3' }, otherwise: text, lod: text, provenance: { type: 'string', default: 'real' }, help: { type: 'boolean', default: false },
    },
  });
  const { districts = [], towns = [], water = [], green = [], provenance, out, crs = null, height = null, floors = null, lod = null, title = '' } = values;
  const [first] = [...positionals, ...districts, ...towns, ...water, ...green];
  if (values.help || first === undefined) return null;
  const name = values.name ?? path.basename(first).replace(/\..*$/, '').toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '').slice(0, 40);
  if (!/^[a-z0-9-]{1,40}$/.test(name)) throw new ImportProblem('--name', `"${name}" is no id: small letters, digits and hyphens, at most 40`);
  if (provenance !== 'real' && provenance !== 'schematic' && provenance !== 'generated') throw new ImportProblem('--provenance', 'it is real, schematic or generated');
  return {
    files: positionals, areas: { districts, towns, water, green }, out: path.resolve(out), name, title, provenance, crs, height, floors, lod,
    storey: metres('--storey', values.storey)!, otherwise: metres('--otherwise', values.otherwise), say: (sentence) => console.log(sentence),
  };
}

function metres(option: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  const value = Number(text);
  if (!(value > 0 && value <= 1000)) throw new ImportProblem(option, `${text} is no height in metres`);
  return value;
}

try {
  const options = optionsOf(process.argv.slice(2));
  if (options === null) console.log(USAGE);
  else {
    const { folder, bodies, tiles, bytes, findings } = await importCity(options);
    const count = (outcome: string): number => findings.filter((finding) => finding.outcome === outcome).reduce((sum, one) => sum + one.count, 0);
    console.log(`${folder}: ${bodies} buildings in ${tiles} tiles, ${(bytes / 1e6).toFixed(1)} MB; ${count('leftOut')} left out, ${count('mended')} mended.`);
    console.log(`Name it in a configuration: "cities": { "${options.name}": { "build": "imported" } }, and a run's "city": "${options.name}".`);
  }
} catch (error) {
  const isExpected = error instanceof ImportProblem || (error instanceof Error && 'code' in error);
  console.error(isExpected ? `Error: ${(error as Error).message}.` : error);
  process.exitCode = 1;
}
