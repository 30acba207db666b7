/**
 * The denominator: Cesium as its own documentation starts it, with the same tileset and the same camera and nothing of ours.
 * Marks `bare:city-ready` when the root tiles are on screen. `?city=NAME` is another built city than the demonstration's;
 * `frames` measures pictures from where benches look.
 */
import { Cartesian3, Cesium3DTileset, CesiumWidget, EllipsoidTerrainProvider, HeadingPitchRange, Ion, Math as CesiumMath } from '@cesium/engine';

Ion.defaultAccessToken = '';
const city = new URL(`./city/${new URLSearchParams(location.search).get('city') ?? 'shanghai'}/`, location.href);
const { camera, tileset } = (await (await fetch(new URL('city.json', city))).json()) as {
  camera: { lon: number; lat: number; height: number; heading: number; pitch: number };
  tileset: string;
};
const widget = new CesiumWidget('globe', {
  baseLayer: false,
  terrainProvider: new EllipsoidTerrainProvider(),
  requestRenderMode: true,
  msaaSamples: 1,
  orderIndependentTranslucency: false,
});
widget.scene.camera.setView({
  destination: Cartesian3.fromDegrees(camera.lon, camera.lat, camera.height),
  orientation: { heading: CesiumMath.toRadians(camera.heading), pitch: CesiumMath.toRadians(camera.pitch), roll: 0 },
});
const tiles = await Cesium3DTileset.fromUrl(new URL(tileset, city).href);
widget.scene.primitives.add(tiles);
const loaded = new Promise<void>((resolve) => {
  const remove = tiles.tileVisible.addEventListener(() => {
    remove();
    resolve();
  });
});
widget.scene.requestRender();
await loaded;
requestAnimationFrame(() => {
  performance.mark('bare:city-ready');
  document.documentElement.dataset.city = 'ready';
});

const picture = (): Promise<void> => new Promise((resolve) => requestAnimationFrame(() => resolve()));

/** Milliseconds of each of `count` pictures about a place, drawn to the last pixel, once all tiles in view are there. */
async function frames(lon: number, lat: number, range: number, count: number): Promise<number[]> {
  const { scene } = widget;
  const context = scene.canvas.getContext('webgl2')!;
  const look = (turn: number): void => {
    widget.camera.lookAt(Cartesian3.fromDegrees(lon, lat), new HeadingPitchRange(CesiumMath.toRadians(20 + turn), CesiumMath.toRadians(-35), range));
  };
  const draw = (): number => {
    const began = performance.now();
    scene.requestRender();
    scene.render();
    context.readPixels(0, 0, 1, 1, context.RGBA, context.UNSIGNED_BYTE, new Uint8Array(4));
    return performance.now() - began;
  };
  look(0);
  for (let quiet = 0; quiet < 5; quiet = tiles.tilesLoaded ? quiet + 1 : 0) {
    draw();
    await picture();
  }
  const times: number[] = [];
  for (let k = 0; k < count; k++) {
    look(0.2 * k);
    times.push(draw());
    await picture();
  }
  return times;
}
Object.assign(window, { frames, tiles });
