/** The twin: Cesium's picture, deck.gl over it, names and markers, behind the `Globe` that the page speaks to. */
import './globe.css';
import { enuFrame } from '#layers/enu.ts';
import type { IndicatorFrame } from '#layers/frame.ts';
import { FORMS } from '#layers/registry.ts';
import { writeAreaValues } from './areaValues.ts';
import { createArrivals } from './arrivals.ts';
import { createBuildingData } from './buildingData.ts';
import { paintBuildings } from './buildingTurn.ts';
import { cameraView, flyTo } from './camera.ts';
import { loadCity, type City } from './city.ts';
import { boundsInMetres, readCity } from './cityFolder.ts';
import { createContextPicture } from './contextPicture.ts';
import { createDivided } from './divided.ts';
import { createDrape } from './drape.ts';
import { createDrawing } from './drawing.ts';
import { attachHand } from './hand.ts';
import { createHalves } from './halves.ts';
import { createHeatFields } from './heatFields.ts';
import { createLabels } from './labels/labels.ts';
import { numbersOf } from './labels/numbers.ts';
import { dress } from './looks/dress.ts';
import { lookOf } from './looks/registry.ts';
import { createNeeds, isOnAreas } from './needs.ts';
import { createOverlays } from './overlay/overlays.ts';
import { createPicker } from './picking.ts';
import { createPicture } from './picture.ts';
import { createPictures } from './pictures.ts';
import { createLooks } from './rays.ts';
import { createRoadData } from './roadData.ts';
import { valuesSeen } from './seen.ts';
import { createSelection } from './selection.ts';
import { createSlots, type Shown } from './slots.ts';
import type { CameraView, CityPart, Globe, GlobeOptions, GlobeView, LayerFailureCode, Slot } from './types.ts';
import { createWorld } from './world.ts';
import { untilBeat } from '../widgets/ticks.ts';

const SLOTS = ['a', 'b'] as const;

/** Resolves when the first picture is drawn; rejects with a sentence where the city's folder cannot be read, WebGL2 is missing, or lost meanwhile. */
export async function createGlobe(container: HTMLElement, { cityUrl, view: first, handlers, camera }: GlobeOptions): Promise<Globe> {
  const info = await readCity(cityUrl);
  const [west, south, east, north] = info.bounds;
  const enu = enuFrame((west + east) / 2, (south + north) / 2);
  let look = lookOf(first.look);
  let isUnlit = first.unlit;
  const root = document.createElement('div');
  root.className = 'globe';
  dress(root, look);
  container.append(root);

  const { widget, capability } = createPicture(root);
  const { scene } = widget;
  flyTo(scene, camera ?? info.camera, 0);
  const halves = createHalves(root, widget.canvas);
  const pictures = createPictures({ widget, enu, capability, fit: halves.fit, moved: (scale) => handlers.moved(cameraView(scene), scale) });
  const { request, requestOverlay } = pictures;

  let city: City | null = null;
  /** `ended`: the context is lost or the globe destroyed; nothing is told any more. */
  let [rooted, ended, outlinesFailed] = [false, false, false];
  /** Values that the next picture shows. */
  let prepared: [Slot, number][] = [];
  let { trait } = first;

  const labels = createLabels(root, enu, first.language, requestOverlay);
  const drape = createDrape(scene, enu, look);
  const heat = createHeatFields((error) => giveUp('heat', error, ({ form }) => form === 'heat'));
  const world = createWorld({ scene, enu, labels, url: cityUrl, info, look, changed: request, failed: cityFailed });
  const needs = createNeeds({ world, url: cityUrl, info, enu, failed: (error) => giveUp('buildings', error, ({ form }) => form === 'buildings') });
  const slots = createSlots({
    frame: enu, limits: boundsInMetres(enu, info.bounds), drape, heat, ground: look.signs,
    areas: world.areas,
    buildingData: (layer, positions) => createBuildingData(layer, positions, needs.cells()),
    roadData(slot, positions) {
      const data = createRoadData({ scene, enu, ground: world.ground, chains: world.roads(), positions, look });
      handlers.stretched(slot, data.reach);
      return data;
    },
    dropped: handlers.drawn,
    numbered: (slot, levels, at) => labels.setNumbers(slot, numbersOf(levels, at)),
    differenceScaled: handlers.differenceScaled,
    ready(slot, sequence) {
      prepared.push([slot, sequence]);
      const form = slots.shown(slot)?.form;
      follow();
      if (form) overlays.need(form);
      if (form && overlays.isOver(form)) return requestOverlay();
      if (drape.changed() || (form && FORMS[form].surface === 'scene')) scene.requestRender();
      else pictures.requestRepaint();
      requestOverlay();
    },
  });
  const shown = (): (Shown | null)[] => SLOTS.map((slot) => slots.shown(slot));
  const divided = createDivided({ slots, drape, halves, pictures, changed: follow });
  const overlays = createOverlays({
    container: root, scene, enu, software: capability.software, shown: divided.drawn, changed: request, clip: (slot, width) => divided.clip(slot, width),
    failed: (error, isConcerned) => giveUp('drawing', error, ({ form }) => isConcerned(form)),
  });
  const selection = createSelection({ container: root, enu, world, shown, markBuilding: (id) => city?.paint.mark(id), changed: request });
  const picker = createPicker({ scene, enu, areas: world.areas, roads: world.roads, isOver: overlays.isOver });
  const context = createContextPicture({ container: root, enu, look, changed: requestOverlay, shown: handlers.contextDrawn });
  const drawing = createDrawing({ container: root, enu, look, changed: requestOverlay, lay: world.lay });
  const looks = createLooks(scene, request);
  const arrivals = createArrivals({
    minInterval: capability.minDataInterval,
    align: untilBeat,
    heldBack: handlers.heldBack,
    dropped: handlers.drawn,
    show: present,
  });

  pictures.add({ before: (scale) => drape.atScale(scene.camera.positionCartographic.height, scale) });
  pictures.add({ before: () => divided.clipRoads(scene.drawingBufferWidth), draw: overlays.draw });
  pictures.add({ draw: drawing.draw, pending: looks.pending });
  pictures.add({ draw: context.draw });
  pictures.add({ draw: (view, scale) => labels.place(view, scale, [...context.boxes(), ...drawing.boxes()]) });
  pictures.add({ draw: selection.follow });
  pictures.add({ draw: (_view, scale) => world.atScale(scale), pending: world.pending });
  pictures.add({ before: () => void city?.paint.work(), pending: () => city?.paint.pending() ?? false });
  pictures.add({
    draw: () => city?.rooted() && cityReady(),
    pending: () => city?.loading() ?? false,
    setCoarse: (coarse) => city?.setCoarse(coarse),
  });
  pictures.add({ draw: tellDrawn, pending: () => slots.busy() || prepared.length > 0 });

  function tellDrawn(): void {
    if (!overlays.isReady()) return;
    const seen = prepared;
    prepared = [];
    if (seen.length > 0) requestAnimationFrame(() => seen.forEach(([slot, sequence]) => handlers.drawn(slot, sequence)));
  }

  const setFrame: Globe['setFrame'] = (slot, frame, sequence) => {
    const one = slots.shown(slot);
    if (one?.layer.places.id !== frame.places) return handlers.drawn(slot, sequence);
    const needed = needs.of(one);
    if (needed) void needed.then(() => setFrame(slot, frame, sequence));
    else arrivals.arrive(slot, frame, sequence);
  };

  function fly(to: Partial<CameraView>, seconds: number): void {
    flyTo(scene, to, seconds);
    request();
    pictures.wake(seconds * 1000 + 500);
  }

  /** What the uppermost layer says beside its own picture: the colour of the buildings, or else a trait's; values under areas' names. */
  function follow(): void {
    writeAreaValues(labels, divided.alone());
    if (city) paintBuildings(city.paint, divided.alone(), trait);
  }

  /** Empties the slots that a failure concerns, and says why; true where there were any. The city and other slots go on. */
  function giveUp(code: LayerFailureCode, error: unknown, concerns: (shown: Shown) => boolean): boolean {
    const concerned = ended ? [] : shown().filter((one) => one !== null && concerns(one));
    for (const { slot } of concerned as Shown[]) {
      // Before what it had under way is dropped: that must not be taken for drawn.
      handlers.layerFailed(slot, { code, detail: detailOf(error) });
      slots.set(slot, null);
    }
    if (concerned.length > 0) request();
    return concerned.length > 0;
  }

  function present(slot: Slot, frame: IndicatorFrame, sequence: number): void {
    try {
      slots.put(slot, frame, sequence);
    } catch (error) {
      const one = slots.shown(slot)!;
      giveUp(outlinesFailed && isOnAreas(one) ? 'outlines' : one.form === 'roads' || one.form === 'buildings' ? one.form : 'drawing', error, ({ slot: other }) => other === slot);
    }
  }

  function cityFailed(part: CityPart, error: unknown): void {
    if (ended) return;
    outlinesFailed ||= part === 'outlines';
    handlers.cityFailed({ part, detail: detailOf(error) });
  }

  function cityReady(): void {
    if (rooted || ended) return;
    rooted = true;
    handlers.cityReady();
  }

  const detach = attachHand({ root, scene, software: capability.software, context, drawing, picker, handlers, halves, divided, moving: pictures.wake, touched: arrivals.touched });
  // Of Cesium's canvas or of the one above it: neither can be gone on with.
  root.addEventListener('webglcontextlost', () => {
    if (ended) return;
    ended = true;
    pictures.stop(new Error('The graphics context was lost.'));
    handlers.lost();
  }, true);
  scene.renderError.addEventListener((_scene: unknown, error: unknown) => {
    if (scene.canvas.getContext('webgl2')?.isContextLost()) return;
    // Whatever could not be drawn goes; the city stays. Without any layer it is the city that cannot be drawn.
    if (!giveUp('drawing', error, () => true)) cityFailed('drawing', error);
  });
  const sized = new ResizeObserver(request);
  sized.observe(root);
  const whenOutlined = needs.outlined.then(() => {
    if (info.tileset === null) cityReady();
    selection.mark();
  });
  if (info.tileset !== null) {
    loadCity({ scene, enu, url: new URL(info.tileset, `${cityUrl}/`).href, asTheyCome: info.asTheyCome, look, changed: request, failed: (error) => cityFailed('buildings', error) }).then((loaded) => {
      city = loaded;
      city.setLook(look);
      city.setUnlit(isUnlit);
      follow();
      selection.mark();
    }, (error: unknown) => {
      cityFailed('buildings', error);
      void whenOutlined.then(cityReady);
    });
  }

  request();
  try {
    await pictures.begun;
  } catch (error) {
    destroy();
    throw error;
  }

  show({ context: first.context, selected: first.selected, unlit: first.unlit, drawn: first.drawn, pen: first.pen, division: first.division });
  return {
    show,
    setLayer(slot, layer) {
      arrivals.drop(slot);
      slots.set(slot, layer);
      follow();
      selection.mark();
    },
    setFrame,
    flyTo: (to, seconds = 1) => fly(to, seconds),
    home: () => fly(info.camera, 1),
    seen: (slot) => valuesSeen(scene, enu, slots.shown(slot)),
    between: looks.between,
    destroy,
  };

  function show({ language, look: lookId, unlit, trait: chosenTrait, context: signs, selected, drawn, pen, division }: Partial<GlobeView>): void {
    if (language !== undefined) {
      labels.setLanguage(language);
      requestOverlay();
    }
    if (lookId !== undefined) {
      look = lookOf(lookId);
      dress(root, look);
      for (const part of [drape, world, city, context, drawing, ...shown().map((one) => one?.roads)]) part?.setLook(look);
      slots.setGround(look.signs);
      follow();
      request();
    }
    if (unlit !== undefined) {
      isUnlit = unlit;
      drape.setUnlit(unlit);
      city?.setUnlit(unlit);
      request();
    }
    if (chosenTrait !== undefined) {
      trait = chosenTrait;
      follow();
    }
    if (division !== undefined) divided.set(division);
    if (signs !== undefined) context.set(signs);
    if (drawn !== undefined) drawing.set(drawn);
    if (pen !== undefined) drawing.take(pen);
    if (selected !== undefined) selection.choose(context.mark(selected));
  }

  function destroy(): void {
    ended = true;
    pictures.stop(new Error('The globe was closed.'));
    arrivals.drop('a');
    arrivals.drop('b');
    sized.disconnect();
    detach();
    for (const part of [halves, heat, slots, overlays, drape, selection, context, drawing, labels]) part.destroy();
    widget.destroy();
    root.remove();
  }
}

const detailOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
