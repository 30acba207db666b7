/**
 * The denominators: Cesium alone with the same city, the same settings and as many pixels as the product's twin has while it moves, and
 * what others draw sites with: deck.gl's own heat over it, Cesium's points and entities in it.
 */
import { Cartesian3, Cesium3DTileset, Color, PointPrimitiveCollection, type CesiumWidget } from '@cesium/engine';
import { readCity } from '../../../renderer/globe/cityFolder.ts';
import { createPicture } from '../../../renderer/globe/picture.ts';
import { flyTo } from '../../../renderer/globe/camera.ts';
import type { CameraView } from '../../../renderer/globe/types.ts';
import { createHeatmap, type Heatmap } from './heatmap.ts';
import { rest, viewAt } from './instruments.ts';
import { placesOf } from './sites.ts';
import type { OnCesium } from './subject.ts';

/** Screen-space error of the product's tiles while it moves (renderer/globe/city.ts), pixels. */
const COARSE = 40;
const ABOVE = 3;
const PIXELS = 3.5;

export interface Alone {
  look(view: CameraView): void;
  lay(on: OnCesium): Promise<void>;
}

export async function createAlone(container: HTMLElement, cityUrl: string): Promise<Alone> {
  const root = Object.assign(document.createElement('div'), { className: 'globe' });
  container.append(root);
  const { widget, capability } = createPicture(root);
  const { scene } = widget;
  widget.resolutionScale = capability.movingResolution;
  const info = await readCity(cityUrl);
  flyTo(scene, viewAt(0), 0);
  const tiles = await Cesium3DTileset.fromUrl(new URL(info.tileset!, `${cityUrl}/`).href, {
    maximumScreenSpaceError: COARSE, cacheBytes: 256 * 1024 * 1024, preloadFlightDestinations: false, dynamicScreenSpaceError: true, environmentMapOptions: { enabled: false },
  });
  scene.primitives.add(tiles);
  let heatmap: Heatmap | null = null;
  let points: PointPrimitiveCollection | null = null;

  const picture = (): Promise<void> => new Promise((resolve) => requestAnimationFrame(() => {
    widget.resize();
    scene.requestRender();
    widget.render();
    resolve();
  }));
  const settle = async (): Promise<void> => {
    for (let quiet = 0; quiet < 5; quiet = tiles.tilesLoaded ? quiet + 1 : 0) await picture();
    await rest();
  };
  const clear = (): void => {
    heatmap?.destroy();
    heatmap = null;
    if (points) scene.primitives.remove(points);
    points = null;
    widget.entities.removeAll();
  };
  await settle();

  return {
    look(view) {
      flyTo(scene, view, 0);
      heatmap?.look(view);
      void picture();
    },
    async lay(on) {
      clear();
      if (on !== null) {
        const { lon, lat } = placesOf('MW04', on.sites);
        if (on.way === 'heatmap') heatmap = await createHeatmap(container, { lon, lat }, on.texture, viewAt(0));
        else if (on.way === 'primitives') points = primitives(widget, lon, lat);
        else entities(widget, lon, lat);
      }
      await settle();
    },
  };
}

const colourOf = (i: number): Color => Color.fromHsl(0.6 - 0.6 * ((i * 0.37) % 1), 0.8, 0.6);

function primitives({ scene }: CesiumWidget, lon: Float64Array, lat: Float64Array): PointPrimitiveCollection {
  const all = new PointPrimitiveCollection();
  for (let i = 0; i < lon.length; i++) all.add({ position: Cartesian3.fromDegrees(lon[i], lat[i], ABOVE), pixelSize: PIXELS, color: colourOf(i), disableDepthTestDistance: Number.POSITIVE_INFINITY });
  return scene.primitives.add(all);
}

function entities(widget: CesiumWidget, lon: Float64Array, lat: Float64Array): void {
  widget.entities.suspendEvents();
  for (let i = 0; i < lon.length; i++) {
    widget.entities.add({ position: Cartesian3.fromDegrees(lon[i], lat[i], ABOVE), point: { pixelSize: PIXELS, color: colourOf(i), disableDepthTestDistance: Number.POSITIVE_INFINITY } });
  }
  widget.entities.resumeEvents();
}
