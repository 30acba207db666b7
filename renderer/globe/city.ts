/** The buildings: one 3D Tiles tileset. */
import { Cesium3DTileset, type Scene } from '@cesium/engine';
import type { EnuFrame } from '#layers/enu.ts';
import type { CityInfo } from './cityFolder.ts';
import { placeTheirs } from './theirTiles.ts';
import { createBuildingLight } from './buildingLight.ts';
import { createBuildingPaint, type BuildingPaint } from './buildingPaint.ts';
import type { Look } from './looks/look.ts';

export interface City {
  /** True while tiles are on their way. */
  loading(): boolean;
  /** True from the frame on in which the root tiles were drawn, or nothing was left to wait for because they cannot be read. */
  rooted(): boolean;
  /** Fewer buildings in the distance, for a picture that will not last. */
  setCoarse(coarse: boolean): void;
  /** Colours of data, and the mark of a building. */
  paint: BuildingPaint;
  setLook(look: Look): void;
  setUnlit(unlit: boolean): void;
}

/** Screen-space error, pixels. */
const SHARP = 16;
const COARSE = 40;

export interface CityOptions {
  scene: Scene;
  enu: EnuFrame;
  url: string;
  /** See `CityInfo`: such tiles have no light of ours. */
  asTheyCome?: CityInfo['asTheyCome'];
  look: Look;
  /** The picture is to be drawn again. */
  changed(): void;
  /** A tile cannot be read; told once, the others are shown. */
  failed(error: Error): void;
}

/** Rejects where the tileset cannot be read. */
export async function loadCity({ scene, enu, url, asTheyCome, look, changed, failed }: CityOptions): Promise<City> {
  const light = createBuildingLight(scene, enu, look);
  const tileset = await Cesium3DTileset.fromUrl(url, {
    maximumScreenSpaceError: SHARP,
    cacheBytes: 256 * 1024 * 1024,
    preloadFlightDestinations: false,
    dynamicScreenSpaceError: true,
    environmentMapOptions: { enabled: false },
  });
  const theirLight = asTheyCome ? placeTheirs(scene, tileset, enu, asTheyCome, look) : null;
  if (!theirLight) tileset.customShader = light.shader;
  scene.primitives.add(tileset);
  let drawn = false;
  let broken = 0;
  tileset.tileVisible.addEventListener(() => {
    drawn = true;
  });
  tileset.tileFailed.addEventListener(({ url: tile, message }: { url: string; message: string }) => {
    if (broken++ === 0) failed(new Error(`${tile} could not be read (${message}).`));
    changed();
  });
  return {
    loading: () => !tileset.tilesLoaded,
    rooted: () => drawn || (broken > 0 && tileset.tilesLoaded),
    setCoarse(coarse) {
      tileset.maximumScreenSpaceError = coarse ? COARSE : SHARP;
    },
    paint: createBuildingPaint(tileset, light.shader, light.tinted, changed),
    setLook: theirLight ?? light.setLook,
    setUnlit: light.setUnlit,
  };
}
