/** Context layers between the store, the city's folder and the globe: what is switched on is read, drawn and remembered. */
import { cityUrl } from './cityFacts.ts';
import { drawnOf, readContextLayers, readContextPlaces, type ContextPlaces } from './contextFiles.ts';
import type { ContextDrawn } from './globe/contextTypes.ts';
import type { Globe } from './globe/types.ts';
import { keep, kept } from './kept.ts';
import { groupToggled, NO_CHOICE, partToggled, restoredChoice, shownLayers, toggled, type ContextChoice, type ContextLayer, type ReadyGroup } from './state/context.ts';
import { useScreen } from './state/store.ts';

let globe: Globe | null = null;
/** Of the city that is shown. */
const places = new Map<string, ContextPlaces>();
const drawn = new Map<string, { key: string; of: ContextPlaces; drawn: ContextDrawn }>();
const put = useScreen.setState;
const screen = useScreen.getState;

/** What was read of a layer; undefined while it is not. */
export const contextPlaces = (layer: string): ContextPlaces | undefined => places.get(layer);

/** The same, read where it has not been yet, without switching it on; null where it cannot be read. */
export async function contextPlacesOf(layer: ContextLayer): Promise<ContextPlaces | null> {
  const city = screen().context?.city;
  const known = places.get(layer.id);
  if (known || city === undefined) return known ?? null;
  try {
    const found = await readContextPlaces(cityUrl(city), layer);
    if (screen().context?.city === city && !places.has(layer.id)) places.set(layer.id, found);
    return found;
  } catch {
    return null;
  }
}

/** A globe has come, or the old one has gone (null): what is switched on is laid on it. */
export function attachContext(given: Globe | null): void {
  globe = given;
  draw();
}

/** From now on the screen has the layers of whichever run is shown. */
export function followCity(): void {
  let [run, city]: [string | undefined, string | undefined] = [undefined, undefined];
  const follow = (): void => {
    const now = screen().run;
    if (now?.id === run && now?.city === city) return;
    const isOther = now?.city !== city;
    [run, city] = [now?.id, now?.city];
    if (isOther) void readCity(city);
    else restore();
  };
  follow();
  useScreen.subscribe(follow);
}

async function readCity(city: string | undefined): Promise<void> {
  places.clear();
  drawn.clear();
  put({ context: city === undefined ? null : { state: 'loading', city, layers: [] }, contextChoice: NO_CHOICE, contextRead: {} });
  draw();
  if (city === undefined) return;
  try {
    const layers = await readContextLayers(cityUrl(city));
    if (screen().context?.city !== city) return;
    put({ context: { state: 'there', city, layers } });
    restore();
  } catch {
    if (screen().context?.city === city) put({ context: { state: 'failed', city, layers: [] } });
  }
}

/** After a failure: asks for the city's layers again. */
export const retryContext = (): void => void readCity(screen().run?.city);
/** After a failure: asks for every layer again that is on and could not be read. */
export const retryContextLayers = (): void => read();

// ---- what a person does

export const toggleContext = (layer: string): void => choose(toggled(screen().contextChoice, layer));
export const clearContext = (): void => choose({ ...screen().contextChoice, on: [] });
export const showReadyGroup = (group: ReadyGroup): void => choose(groupToggled(screen().contextChoice, group, screen().context?.layers ?? []));
export const openContext = (isOpen: boolean): void => put({ contextOpen: isOpen && (screen().context?.layers.length ?? 0) > 0 });

export function toggleContextPart(layer: ContextLayer, part: string): void {
  choose(partToggled(screen().contextChoice, layer, part));
}

function choose(contextChoice: ContextChoice): void {
  const { picked } = screen();
  put({ contextChoice });
  keep(keptAt(), JSON.stringify({ on: contextChoice.on, without: contextChoice.without }));
  // A card about what is no longer on the map would be about nothing.
  if (picked?.kind === 'context' && !contextChoice.on.includes(picked.layer)) {
    put({ picked: null });
    globe?.show({ selected: null });
  }
  read();
  draw();
}

// ---- read, draw, remember

function read(): void {
  const { context, contextChoice, contextRead } = screen();
  if (context?.state !== 'there') return;
  for (const layer of shownLayers(contextChoice, context.layers)) {
    if (contextRead[layer.id] === undefined || contextRead[layer.id] === 'failed') void readLayer(context.city, layer);
  }
}

async function readLayer(city: string, layer: ContextLayer): Promise<void> {
  const say = (reading: 'loading' | 'there' | 'failed'): void => put(({ contextRead }) => ({ contextRead: { ...contextRead, [layer.id]: reading } }));
  say('loading');
  try {
    const found = await readContextPlaces(cityUrl(city), layer);
    if (screen().context?.city !== city) return;
    places.set(layer.id, found);
    say('there');
    draw();
  } catch {
    if (screen().context?.city === city) say('failed');
  }
}

function draw(): void {
  const { context, contextChoice } = screen();
  if (!globe) return;
  globe.show({
    context: shownLayers(contextChoice, context?.layers ?? []).flatMap((layer) => {
      const found = places.get(layer.id);
      return found ? [keptDrawing(layer, found, contextChoice)] : [];
    }),
  });
}

/** The same object for the same choice: the globe keeps what it has made of it. */
function keptDrawing(layer: ContextLayer, of: ContextPlaces, choice: ContextChoice): ContextDrawn {
  const key = choice.without.filter((item) => item.startsWith(`${layer.id}/`)).join();
  const before = drawn.get(layer.id);
  if (before?.key === key && before.of === of) return before.drawn;
  const made = drawnOf(layer, of, choice);
  drawn.set(layer.id, { key, of, drawn: made });
  return made;
}

const keptAt = (): string => `context:${screen().run?.id}:${screen().run?.city}`;

function restore(): void {
  const { context } = screen();
  if (context?.state !== 'there') return;
  put({ contextChoice: restoredChoice(kept(keptAt()), context.layers) });
  read();
  draw();
}
