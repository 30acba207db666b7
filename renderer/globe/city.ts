/** The buildings: one 3D Tiles tileset. */
import { Cesium3DTileset, type Scene } from '@cesium/engine';

export interface City {
  /** True while tiles are on their way. */
  loading(): boolean;
  /** True from the frame on in which the root tiles were drawn. */
  rooted(): boolean;
  /** Fewer buildings in the distance, for a picture that will not last. */
  setCoarse(coarse: boolean): void;
}

/** Screen-space error, pixels. */
const SHARP = 16;
const COARSE = 40;

/** Rejects where the tileset cannot be read. The tiles bring their own light in their colours: nothing is lit here. */
export async function loadCity(scene: Scene, url: string): Promise<City> {
  const tileset = await Cesium3DTileset.fromUrl(url, {
    maximumScreenSpaceError: SHARP,
    cacheBytes: 256 * 1024 * 1024,
    preloadFlightDestinations: false,
    dynamicScreenSpaceError: true,
    environmentMapOptions: { enabled: false },
  });
  scene.primitives.add(tileset);
  let drawn = false;
  tileset.tileVisible.addEventListener(() => {
    drawn = true;
  });
  return {
    loading: () => !tileset.tilesLoaded,
    rooted: () => drawn,
    setCoarse(coarse) {
      tileset.maximumScreenSpaceError = coarse ? COARSE : SHARP;
    },
  };
}
