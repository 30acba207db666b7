/** The twin: Cesium's picture, deck.gl over it, names and markers, behind the `Globe` that the page speaks to. */
import './globe.css';
import { enuFrame } from '#layers/enu.ts';
import { createArrivals } from './arrivals.ts';
import { cameraView, flyTo, keepAboveGround, metresPerPixel } from './camera.ts';
import { loadCity, type City } from './city.ts';
import { repaint } from './cesiumInternals.ts';
import { readCity } from './cityFolder.ts';
import { createDrape } from './drape.ts';
import { createHeatFields } from './heatFields.ts';
import { createLabels } from './labels.ts';
import { createLoop } from './loop.ts';
import { overlayLayers } from './overlay/forms.ts';
import { createOverlay, type Overlay } from './overlay/overlay.ts';
import { createPicker } from './picking.ts';
import { createPicture } from './picture.ts';
import { attachPointer } from './pointer.ts';
import { projectionOf } from './projection.ts';
import { createSelection } from './selection.ts';
import { createSharpness } from './sharpness.ts';
import { createSlots } from './slots.ts';
import type { CameraView, Globe, GlobeOptions, Slot } from './types.ts';
import { createWorld } from './world.ts';

const SLOTS = ['a', 'b'] as const;
const HOVER_MS = 60;
const HOVER_SOFTWARE_MS = 180;

/** Resolves when the first picture is drawn; rejects with a sentence where the city's folder cannot be read or WebGL2 is missing. */
export async function createGlobe(container: HTMLElement, { cityUrl, language, handlers }: GlobeOptions): Promise<Globe> {
  const info = await readCity(cityUrl);
  const [west, south, east, north] = info.bounds;
  const enu = enuFrame((west + east) / 2, (south + north) / 2);
  const root = document.createElement('div');
  root.className = 'globe';
  container.append(root);

  const { widget, capability } = startPicture(root);
  const { scene } = widget;
  flyTo(scene, info.camera, 0);

  let city: City | null = null;
  let overlay: Overlay | null = null;
  let chosen: Parameters<Globe['select']>[0] = null;
  let [rooted, destroyed, lost, overlayDirty, surfaceDirty, pictures, lastView] = [false, false, false, false, false, 0, ''];
  /** Values that the next picture shows. */
  let prepared: [Slot, number][] = [];
  let settling: (() => void)[] = [];

  const labels = createLabels(root, enu, language, requestOverlay);
  const drape = createDrape(scene, enu);
  const heat = createHeatFields(failAll);
  const world = createWorld({ scene, enu, labels, url: cityUrl, info, changed: requestPicture });
  const selection = createSelection(root, enu, world.outline);
  const slots = createSlots({
    frame: enu, drape, heat,
    areas: world.areas,
    dropped: handlers.drawn,
    ready(slot, sequence) {
      prepared.push([slot, sequence]);
      const form = slots.shown(slot)?.form;
      if (form === 'columns' || form === 'points') needOverlay();
      else if (drape.changed()) scene.requestRender();
      else surfaceDirty = true;
      requestOverlay();
    },
  });
  const shown = (): ReturnType<typeof slots.shown>[] => SLOTS.map((slot) => slots.shown(slot));
  const picker = createPicker({ scene, enu, shown, areas: world.areas });
  const arrivals = createArrivals({
    minInterval: capability.minDataInterval,
    dropped: handlers.drawn,
    show: (slot, frame, sequence) => attempt(slot, () => slots.put(slot, frame, sequence)),
  });

  const sharpness = createSharpness((coarse) => {
    widget.resolutionScale = coarse ? capability.movingResolution : 1;
    city?.setCoarse(coarse);
  });

  const loop = createLoop(() => {
    if (lost) return false;
    keepAboveGround(scene);
    const scale = metresPerPixel(scene);
    drape.setDistances(30_000 + 9 * scene.camera.positionCartographic.height, hatchMetres(scale));
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
    const pending = (city?.loading() ?? false) || world.pending() || slots.busy();
    if (!pending && !drew && overlay?.starting() !== true) settling.splice(0).forEach((resolve) => resolve());
    return moved || drew || pending || settling.length > 0;
  });

  /** What goes with a picture of Cesium's, in the same task. */
  function finishPicture(scale: number): void {
    const view = projectionOf(scene, enu);
    overlayDirty = false;
    overlay?.draw(overlayLayers(shown(), scale), view);
    labels.place(view, scale);
    selection.follow(view);
    world.atScale(scale);
    if (!rooted && city?.rooted()) {
      rooted = true;
      handlers.cityReady();
    }
    const seen = prepared;
    prepared = [];
    if (seen.length > 0) requestAnimationFrame(() => seen.forEach(([slot, sequence]) => handlers.drawn(slot, sequence)));
  }

  const setFrame: Globe['setFrame'] = (slot, frame, sequence) => {
    const one = slots.shown(slot);
    if (one?.layer.places.id !== frame.places) handlers.drawn(slot, sequence);
    else if (one.form === 'choropleth' && outlinesPending) void whenOutlined.then(() => setFrame(slot, frame, sequence));
    else arrivals.arrive(slot, frame, sequence);
  };

  function noticeMove(): boolean {
    const { camera, canvas } = scene;
    const view = [camera.positionWC, camera.directionWC, camera.upWC, canvas.clientWidth, canvas.clientHeight].join();
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
    overlay = createOverlay(root, failAll);
    overlay.ready.then(requestOverlay, () => undefined);
  }

  function failAll(reason: string): void {
    for (const slot of SLOTS) if (slots.shown(slot)) handlers.layerFailed(slot, reason);
  }

  function attempt(slot: Slot, work: () => void): void {
    try {
      work();
    } catch (error) {
      slots.set(slot, null);
      handlers.layerFailed(slot, error instanceof Error ? error.message : String(error));
    }
  }

  /** Marks what is chosen; again when outlines or layers arrive that it needs. */
  function markChosen(): void {
    selection.none();
    if (chosen && 'unit' in chosen) {
      const { unit, code } = chosen;
      const area = world.areas(unit).find((one) => one.code === code);
      if (area) selection.area(area);
    } else if (chosen) {
      const { places, index } = chosen;
      const one = shown().find((layer) => layer?.layer.places.id === places);
      const area = one && one.layer.places.unit !== 'sites' ? world.areas(one.layer.places.unit)[index] : undefined;
      if (area) selection.area(area);
      else if (one) selection.place(one.layer.places, index);
    }
    requestPicture();
  }

  const detach = attachPointer(scene.canvas, capability.software ? HOVER_SOFTWARE_MS : HOVER_MS, {
    moving(milliseconds) {
      scene.camera.cancelFlight();
      loop.wake(milliseconds);
    },
    touched: arrivals.touched,
    hover: (x, y) => handlers.hovered(picker.pick(x, y, !capability.software), x, y),
    left: () => handlers.hovered(null, 0, 0),
    click(x, y) {
      handlers.picked(picker.pick(x, y, true));
    },
  });
  scene.canvas.addEventListener('webglcontextlost', (event) => {
    event.preventDefault();
    lost = true;
    failAll('The graphics context was lost; reload the page to draw again.');
  });
  scene.renderError.addEventListener((_scene: unknown, error: unknown) => {
    if (scene.canvas.getContext('webgl2')?.isContextLost()) return;
    failAll(error instanceof Error ? error.message : String(error));
    // Whatever could not be drawn goes; the city stays.
    for (const slot of SLOTS) slots.set(slot, null);
  });
  const sized = new ResizeObserver(requestPicture);
  sized.observe(root);
  let outlinesPending = true;
  const whenOutlined = world.loaded
    .catch((error: unknown) => failAll(`The city's outlines could not be read: ${String(error)}`))
    .then(() => {
      outlinesPending = false;
      if (info.tileset === null) handlers.cityReady();
      markChosen();
    });
  if (info.tileset !== null) {
    loadCity(scene, `${cityUrl}/${info.tileset}`).then((loaded) => {
      city = loaded;
      requestPicture();
    }, (error: unknown) => failAll(`The city's buildings could not be read: ${String(error)}`));
  }

  await new Promise<void>((resolve) => {
    scene.postRender.addEventListener(() => {
      pictures++;
      resolve();
    });
    requestPicture();
  });

  return {
    setLanguage(next) {
      labels.setLanguage(next);
      requestOverlay();
    },
    setLayer(slot, layer) {
      arrivals.drop(slot);
      slots.set(slot, layer);
      markChosen();
    },
    setFrame,
    select(next) {
      chosen = next;
      markChosen();
    },
    flyTo: (view, seconds = 1) => fly(view, seconds),
    home: () => fly(info.camera, 1),
    resize: requestPicture,
    settle: () => new Promise((resolve) => {
      arrivals.flush();
      settling.push(resolve);
      requestPicture();
    }),
    destroy() {
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
      labels.destroy();
      widget.destroy();
      root.remove();
    },
  };
}

/** Leaves nothing behind where there is no WebGL2. */
function startPicture(root: HTMLElement): ReturnType<typeof createPicture> {
  try {
    return createPicture(root);
  } catch (error) {
    root.remove();
    throw error;
  }
}

/** Width of a hatching stripe that looks alike at every scale, in steps so that it does not swim while zooming. */
function hatchMetres(scale: number): number {
  return 2 ** Math.round(Math.log2(scale * 9));
}
