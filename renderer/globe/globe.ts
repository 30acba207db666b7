/** The twin: Cesium's picture, deck.gl over it, names and markers, behind the `Globe` that the page speaks to. */
import './globe.css';
import { enuFrame } from '#layers/enu.ts';
import type { IndicatorFrame } from '#layers/frame.ts';
import { FORMS } from '#layers/registry.ts';
import { createArrivals } from './arrivals.ts';
import { cameraView, flyTo, keepAboveGround, metresPerPixel, poseOf } from './camera.ts';
import { loadCity, type City } from './city.ts';
import { repaint } from './cesiumInternals.ts';
import { readCity } from './cityFolder.ts';
import { createContextPicture } from './contextPicture.ts';
import { createDrape } from './drape.ts';
import { createHeatFields } from './heatFields.ts';
import { createLabels } from './labels/labels.ts';
import { lookOf } from './looks/registry.ts';
import { createLoop } from './loop.ts';
import { overlayLayers } from './overlay/forms.ts';
import { createOverlay, type Overlay } from './overlay/overlay.ts';
import { createPicker } from './picking.ts';
import { createPicture } from './picture.ts';
import { attachPointer } from './pointer.ts';
import { projectionOf } from './projection.ts';
import { createSelection } from './selection.ts';
import { createSharpness } from './sharpness.ts';
import { createSlots, type Shown } from './slots.ts';
import type { CameraView, CityPart, Globe, GlobeOptions, LayerFailureCode, Slot } from './types.ts';
import { createWorld } from './world.ts';
import { untilBeat } from '../widgets/ticks.ts';

const SLOTS = ['a', 'b'] as const;
const HOVER_MS = 60;
const HOVER_SOFTWARE_MS = 180;

/** Resolves when the first picture is drawn; rejects with a sentence where the city's folder cannot be read, WebGL2 is missing, or lost meanwhile. */
export async function createGlobe(container: HTMLElement, { cityUrl, language, look: firstLook, handlers, camera }: GlobeOptions): Promise<Globe> {
  const info = await readCity(cityUrl);
  const [west, south, east, north] = info.bounds;
  const enu = enuFrame((west + east) / 2, (south + north) / 2);
  let look = lookOf(firstLook);
  const root = document.createElement('div');
  root.className = 'globe';
  root.dataset.look = look.id;
  container.append(root);

  const { widget, capability } = createPicture(root);
  const { scene } = widget;
  flyTo(scene, camera ?? info.camera, 0);

  let city: City | null = null;
  let overlay: Overlay | null = null;
  let [rooted, destroyed, lost, overlayDirty, surfaceDirty, pictures, lastView] = [false, false, false, false, false, 0, ''];
  /** Values that the next picture shows. */
  let prepared: [Slot, number][] = [];
  let [outlinesPending, outlinesFailed] = [true, false];
  let [began, refuse] = [(): void => undefined, (_error: Error): void => undefined];
  const begun = new Promise<void>((resolve, reject) => { [began, refuse] = [resolve, reject]; });

  const labels = createLabels(root, enu, language, requestOverlay);
  const drape = createDrape(scene, enu, look);
  const heat = createHeatFields((error) => giveUp('heat', error, ({ form }) => form === 'heat'));
  const world = createWorld({ scene, enu, labels, url: cityUrl, info, look, changed: requestPicture, failed: cityFailed });
  const slots = createSlots({
    frame: enu, drape, heat,
    areas: world.areas,
    dropped: handlers.drawn,
    ready(slot, sequence) {
      prepared.push([slot, sequence]);
      const form = slots.shown(slot)?.form;
      if (form && FORMS[form].surface === 'overlay') needOverlay();
      else if (drape.changed()) scene.requestRender();
      else surfaceDirty = true;
      requestOverlay();
    },
  });
  const shown = (): ReturnType<typeof slots.shown>[] => SLOTS.map((slot) => slots.shown(slot));
  const selection = createSelection({ container: root, enu, world, shown, markBuilding: (id) => city?.mark(id), changed: requestPicture });
  const picker = createPicker({ scene, enu, shown, areas: world.areas });
  const context = createContextPicture(root, enu, requestOverlay, handlers.contextDrawn);
  const arrivals = createArrivals({
    minInterval: capability.minDataInterval,
    align: untilBeat,
    heldBack: handlers.heldBack,
    dropped: handlers.drawn,
    show: present,
  });

  const sharpness = createSharpness((coarse) => {
    widget.resolutionScale = coarse ? capability.movingResolution : 1;
    city?.setCoarse(coarse);
  });

  const loop = createLoop(() => {
    if (lost) return false;
    keepAboveGround(scene);
    const scale = metresPerPixel(scene);
    drape.atScale(scene.camera.positionCartographic.height, scale);
    const before = pictures;
    widget.resize();
    widget.render();
    const drew = pictures !== before;
    if (!drew && surfaceDirty && !repaint(scene)) {
      scene.requestRender();
      return true;
    }
    surfaceDirty = false;
    if (drew || overlayDirty) finishPicture(scale);
    const moved = noticeMove();
    if (capability.software && sharpness.after(moved, performance.now())) scene.requestRender();
    if (moved) handlers.moved(cameraView(scene), scale);
    const pending = (city?.loading() ?? false) || world.pending() || slots.busy() || sharpness.coarse();
    // That a picture was drawn is no reason to go on: in some poses Cesium's camera trembles in its last digit with every
    // look at it, and would be drawn for ever.
    return moved || pending;
  });

  /** What goes with a picture of Cesium's, in the same task. */
  function finishPicture(scale: number): void {
    const view = projectionOf(scene, enu);
    overlayDirty = false;
    overlay?.draw(overlayLayers(shown(), scale), view);
    context.draw(view, scale);
    labels.place(view, scale, context.boxes());
    selection.follow(view);
    world.atScale(scale);
    if (city?.rooted()) cityReady();
    const seen = prepared;
    prepared = [];
    if (seen.length > 0) requestAnimationFrame(() => seen.forEach(([slot, sequence]) => handlers.drawn(slot, sequence)));
  }

  const setFrame: Globe['setFrame'] = (slot, frame, sequence) => {
    const one = slots.shown(slot);
    if (one?.layer.places.id !== frame.places) handlers.drawn(slot, sequence);
    else if (outlinesPending && isOnAreas(one)) void whenOutlined.then(() => setFrame(slot, frame, sequence));
    else arrivals.arrive(slot, frame, sequence);
  };

  function noticeMove(): boolean {
    const view = poseOf(scene);
    const moved = view !== lastView;
    lastView = view;
    return moved;
  }

  function requestPicture(): void {
    if (destroyed) return;
    scene.requestRender();
    overlayDirty = true;
    loop.wake();
  }

  function fly(view: Partial<CameraView>, seconds: number): void {
    flyTo(scene, view, seconds);
    requestPicture();
    loop.wake(seconds * 1000 + 500);
  }

  /** What lies over the picture is placed again; the picture stays. */
  function requestOverlay(): void {
    if (destroyed) return;
    overlayDirty = true;
    loop.wake();
  }

  function needOverlay(): void {
    if (overlay) return;
    overlay = createOverlay(root, (error) => giveUp('drawing', error, ({ form }) => FORMS[form].surface === 'overlay'));
    overlay.ready.then(requestOverlay, () => {
      overlay?.destroy();
      overlay = null;
    });
  }

  /** Empties the slots that a failure concerns, and says why; true where there were any. The city and other slots go on. */
  function giveUp(code: LayerFailureCode, error: unknown, concerns: (shown: Shown) => boolean): boolean {
    const concerned = lost || destroyed ? [] : shown().filter((one) => one !== null && concerns(one));
    for (const { slot } of concerned as Shown[]) {
      // Before what it had under way is dropped: that must not be taken for drawn.
      handlers.layerFailed(slot, { code, detail: detailOf(error) });
      slots.set(slot, null);
    }
    if (concerned.length > 0) requestPicture();
    return concerned.length > 0;
  }

  function present(slot: Slot, frame: IndicatorFrame, sequence: number): void {
    try {
      slots.put(slot, frame, sequence);
    } catch (error) {
      giveUp(outlinesFailed && isOnAreas(slots.shown(slot)!) ? 'outlines' : 'drawing', error, (one) => one.slot === slot);
    }
  }

  function cityFailed(part: CityPart, error: unknown): void {
    if (lost || destroyed) return;
    outlinesFailed ||= part === 'outlines';
    handlers.cityFailed({ part, detail: detailOf(error) });
  }

  function cityReady(): void {
    if (rooted || lost || destroyed) return;
    rooted = true;
    handlers.cityReady();
  }

  const detach = attachPointer(scene.canvas, capability.software ? HOVER_SOFTWARE_MS : HOVER_MS, {
    moving(milliseconds) {
      scene.camera.cancelFlight();
      loop.wake(milliseconds);
    },
    touched: arrivals.touched,
    hover: (x, y) => handlers.hovered(context.pick(x, y) ?? picker.pick(x, y, !capability.software), x, y),
    left: () => handlers.hovered(null, 0, 0),
    click(x, y) {
      handlers.picked(context.pick(x, y) ?? picker.pick(x, y, true));
    },
  });
  // Of Cesium's canvas or of the one above it: neither can be gone on with.
  root.addEventListener('webglcontextlost', () => {
    if (lost || destroyed) return;
    lost = true;
    refuse(new Error('The graphics context was lost.'));
    handlers.lost();
  }, true);
  scene.renderError.addEventListener((_scene: unknown, error: unknown) => {
    if (scene.canvas.getContext('webgl2')?.isContextLost()) return;
    // Whatever could not be drawn goes; the city stays. Without any layer it is the city that cannot be drawn.
    if (!giveUp('drawing', error, () => true)) cityFailed('drawing', error);
  });
  const sized = new ResizeObserver(requestPicture);
  sized.observe(root);
  const whenOutlined = world.outlined.then(() => {
    outlinesPending = false;
    if (info.tileset === null) cityReady();
    selection.mark();
  });
  if (info.tileset !== null) {
    loadCity({ scene, enu, url: `${cityUrl}/${info.tileset}`, look, changed: requestPicture, failed: (error) => cityFailed('buildings', error) }).then((loaded) => {
      city = loaded;
      city.setLook(look);
      selection.mark();
    }, (error: unknown) => {
      cityFailed('buildings', error);
      void whenOutlined.then(cityReady);
    });
  }

  scene.postRender.addEventListener(() => {
    pictures++;
    began();
  });
  requestPicture();
  try {
    await begun;
  } catch (error) {
    destroy();
    throw error;
  }

  return {
    setLanguage(next) {
      labels.setLanguage(next);
      requestOverlay();
    },
    setLook(next) {
      look = lookOf(next);
      root.dataset.look = look.id;
      for (const part of [drape, world, city]) part?.setLook(look);
      requestPicture();
    },
    setLayer(slot, layer) {
      arrivals.drop(slot);
      slots.set(slot, layer);
      selection.mark();
    },
    setFrame,
    setContext: context.set,
    select(next) {
      selection.choose(context.mark(next));
    },
    flyTo: (view, seconds = 1) => fly(view, seconds),
    home: () => fly(info.camera, 1),
    destroy,
  };

  function destroy(): void {
    destroyed = true;
    loop.destroy();
    arrivals.drop('a');
    arrivals.drop('b');
    sized.disconnect();
    detach();
    heat.destroy();
    slots.destroy();
    overlay?.destroy();
    drape.destroy();
    selection.destroy();
    context.destroy();
    labels.destroy();
    widget.destroy();
    root.remove();
  }
}

/** True for what is painted into the city's outlines. */
const isOnAreas = ({ form, layer }: Shown): boolean => form === 'choropleth' && layer.places.unit !== 'sites';
const detailOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
