/** The buildings: one 3D Tiles tileset, shaded plainly and dark so that data stands out on it. */
import { Cesium3DTileset, Color, CustomShader, CustomShaderMode, LightingModel, type Cesium3DTileFeature, type Scene } from '@cesium/engine';
import { THEME } from './theme.ts';

export interface City {
  /** True while tiles are on their way. */
  loading(): boolean;
  /** True from the frame on in which the root tiles were drawn. */
  rooted(): boolean;
  highlight(feature: Cesium3DTileFeature | null): void;
}

/** Light by which way a wall faces, a little darker towards the street; no textures, no reflections. */
const SHADER = /* glsl */ `
void fragmentMain(FragmentInput fsInput, inout czm_modelMaterial material) {
  vec3 normal = normalize(fsInput.attributes.normalEC);
  float sun = max(dot(normal, czm_lightDirectionEC), 0.0);
  vec3 up = normalize(czm_normal * normalize(czm_viewerPositionWC));
  float sky = 0.5 + 0.5 * dot(normal, up);
  float shade = 0.10 + 0.10 * sky + 0.13 * sun;
  // As seen on screen; the model's output is linear.
  vec3 seen = shade * mix(vec3(0.95, 1.0, 1.08), vec3(1.03, 1.0, 0.97), sun);
  material.diffuse = pow(seen, vec3(2.2));
}
`;

export async function loadCity(scene: Scene, url: string): Promise<City> {
  const tileset = await Cesium3DTileset.fromUrl(url, {
    maximumScreenSpaceError: 16,
    cacheBytes: 256 * 1024 * 1024,
    preloadFlightDestinations: false,
    dynamicScreenSpaceError: true,
    environmentMapOptions: { enabled: false },
  });
  tileset.customShader = new CustomShader({ mode: CustomShaderMode.MODIFY_MATERIAL, lightingModel: LightingModel.UNLIT, fragmentShaderText: SHADER });
  scene.primitives.add(tileset);
  let drawn = false;
  tileset.tileVisible.addEventListener(() => {
    drawn = true;
  });
  let chosen: Cesium3DTileFeature | null = null;
  return {
    loading: () => !tileset.tilesLoaded,
    rooted: () => drawn,
    highlight(feature) {
      if (chosen) chosen.color = Color.WHITE;
      chosen = feature;
      if (chosen) chosen.color = Color.fromCssColorString(THEME.accent);
    },
  };
}
