/**
 * The denominator: Cesium as its own documentation starts it, with the same tileset and the same camera and nothing of ours.
 * Marks `bare:city-ready` when the root tiles are on screen.
 */
import { Cartesian3, Cesium3DTileset, CesiumWidget, EllipsoidTerrainProvider, Ion, Math as CesiumMath } from '@cesium/engine';

Ion.defaultAccessToken = '';
const city = new URL('./city/shanghai/', location.href);
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
