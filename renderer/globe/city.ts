/** The buildings: one 3D Tiles tileset. */
import { Cesium3DTileset, Color, type Cesium3DTileContent, type Cesium3DTileFeature, type Scene } from '@cesium/engine';
import type { EnuFrame } from '#layers/enu.ts';
import { createBuildingLight } from './buildingLight.ts';
import type { Look } from './looks/look.ts';

export interface City {
  /** True while tiles are on their way. */
  loading(): boolean;
  /** True from the frame on in which the root tiles were drawn, or nothing was left to wait for because they cannot be read. */
  rooted(): boolean;
  /** Fewer buildings in the distance, for a picture that will not last. */
  setCoarse(coarse: boolean): void;
  /** Marks the building with this id, now and whenever its tile is loaded again; null marks none. */
  mark(id: string | null): void;
  setLook(look: Look): void;
}

/** Screen-space error, pixels. */
const SHARP = 16;
const COARSE = 40;

export interface CityOptions {
  scene: Scene;
  enu: EnuFrame;
  url: string;
  look: Look;
  /** The picture is to be drawn again. */
  changed(): void;
  /** A tile cannot be read; told once, the others are shown. */
  failed(error: Error): void;
}

/** Rejects where the tileset cannot be read. */
export async function loadCity({ scene, enu, url, look, changed, failed }: CityOptions): Promise<City> {
  const light = createBuildingLight(scene, enu, look);
  const tileset = await Cesium3DTileset.fromUrl(url, {
    maximumScreenSpaceError: SHARP,
    cacheBytes: 256 * 1024 * 1024,
    preloadFlightDestinations: false,
    dynamicScreenSpaceError: true,
    environmentMapOptions: { enabled: false },
  });
  tileset.customShader = light.shader;
  scene.primitives.add(tileset);
  let drawn = false;
  let hasFailed = false;
  tileset.tileVisible.addEventListener(() => {
    drawn = true;
  });
  tileset.tileFailed.addEventListener(({ url: tile, message }: { url: string; message: string }) => {
    if (!hasFailed) failed(new Error(`${tile} could not be read (${message}).`));
    hasFailed = true;
    changed();
  });
  return {
    loading: () => !tileset.tilesLoaded,
    rooted: () => drawn || (hasFailed && tileset.tilesLoaded),
    setCoarse(coarse) {
      tileset.maximumScreenSpaceError = coarse ? COARSE : SHARP;
    },
    mark: markerOf(tileset, changed),
    setLook: light.setLook,
  };
}

/**
 * What a marked building is multiplied with. Nothing else in the picture lacks green: `surface.glsl.ts` knows it by that and gives it
 * the accent, in its own light. A building's own colour can only be made darker.
 */
const MARKED = Color.RED;

function markerOf(tileset: Cesium3DTileset, changed: () => void): City['mark'] {
  const loaded = new Set<Cesium3DTileContent>();
  let marked: string | null = null;
  /** A building that shows more from near is in two tiles. */
  const painted = new Map<Cesium3DTileContent, Cesium3DTileFeature>();
  const paint = (content: Cesium3DTileContent): void => {
    for (let i = 0; i < content.featuresLength; i++) {
      const feature = content.getFeature(i);
      if (feature.getProperty('id') !== marked) continue;
      feature.color = MARKED;
      painted.set(content, feature);
      changed();
      return;
    }
  };
  tileset.tileLoad.addEventListener(({ content }: { content: Cesium3DTileContent }) => {
    loaded.add(content);
    if (marked !== null) paint(content);
  });
  tileset.tileUnload.addEventListener(({ content }: { content: Cesium3DTileContent }) => {
    loaded.delete(content);
    painted.delete(content);
  });
  return (id) => {
    if (id === marked) return;
    marked = id;
    for (const feature of painted.values()) feature.color = Color.WHITE;
    painted.clear();
    if (id !== null) for (const content of loaded) paint(content);
    changed();
  };
}
