// `npm run build [page|electron]…`: bundles what has changed.
import { BUNDLES, build } from './steps/bundles.mjs';
import { install } from './steps/install.mjs';
import { main, Told } from './steps/project.mjs';

await main(async () => {
  const wanted = process.argv.slice(2);
  const unknown = wanted.find((name) => !Object.hasOwn(BUNDLES, name));
  if (unknown !== undefined) throw new Told(`There is no bundle "${unknown}": ${Object.keys(BUNDLES).join(', ')}.`);
  await install();
  for (const name of wanted.length > 0 ? wanted : Object.keys(BUNDLES)) {
    console.log(`${name}: ${(await build(name)) ? 'built' : 'unchanged'}`);
  }
});
