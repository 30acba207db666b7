/**
 * The light on the buildings. Tiles bring what surfaces are made of (COLOR_0: albedo, and its share of glass); sun, sky, street
 * and windows are added here, for the look that is on. Flat normals come from the picture itself, so tiles need to carry none.
 */
import { Cartesian2, Cartesian3, CustomShader, LightingModel, Matrix3, Matrix4, TextureUniform, UniformType, VaryingType, type Scene } from '@cesium/engine';
import { curvature, type EnuFrame } from '#layers/enu.ts';
import { LOOKUP_WIDTH } from '#layers/choropleth/colours.ts';
import { buildingFragment, buildingVertex } from './buildingLight.glsl.ts';
import type { Light, Look } from './looks/look.ts';

export interface BuildingLight {
  shader: CustomShader;
  /** The same for buildings that are coloured by data; made when it is first asked for, as it costs more in every picture. */
  tinted(): CustomShader;
  setLook(look: Look): void;
  /** Data in its legend's own colours. */
  setUnlit(unlit: boolean): void;
}

/** One for all tiles of a scene; it follows the scene's camera by itself. */
export function createBuildingLight(scene: Scene, frame: EnuFrame, first: Look): BuildingLight {
  const enuToEarth = Matrix4.fromArray(Array.from(frame.toEarth));
  const radii = curvature(frame);
  const enuToEye = new Matrix4();
  const eyeToEnu = new Matrix4();
  const turn = new Matrix3();
  let { light } = first;
  let sun = sunOf(light);
  let isUnlit = false;
  const directions = directionsIn(turn, sun, noDirections());
  const shaderOf = (isTinted: boolean): CustomShader => new CustomShader({
    lightingModel: LightingModel.UNLIT,
    uniforms: {
      u_eyeToEnu: { type: UniformType.MAT4, value: eyeToEnu },
      u_halfCurvature: { type: UniformType.VEC2, value: new Cartesian2(0.5 / radii.x, 0.5 / radii.y) },
      ...uniformsOf(UniformType.VEC3, directions),
      ...uniformsOf(UniformType.VEC3, coloursOf(light)),
      ...uniformsOf(UniformType.FLOAT, numbersOf(light)),
      ...(isTinted && {
        u_unlit: { type: UniformType.FLOAT, value: isUnlit ? 1 : 0 },
        u_tints: { type: UniformType.SAMPLER_2D, value: new TextureUniform({ typedArray: new Uint8Array(LOOKUP_WIDTH * 4), width: LOOKUP_WIDTH, height: 1, repeat: false }) },
      }),
    },
    varyings: { v_at: VaryingType.VEC3, ...(isTinted && { v_digits: VaryingType.VEC3, v_tint: VaryingType.VEC4 }) },
    vertexShaderText: buildingVertex(isTinted),
    fragmentShaderText: buildingFragment(isTinted),
  });
  const shader = shaderOf(false);
  let tinted: CustomShader | null = null;
  const set = (values: Record<string, Cartesian3 | Matrix4 | number>): void => {
    for (const one of [shader, tinted]) for (const [name, value] of Object.entries(values)) one?.setUniform(name, value);
  };
  scene.preRender.addEventListener(() => {
    Matrix4.multiplyTransformation(scene.camera.viewMatrix, enuToEarth, enuToEye);
    directionsIn(Matrix4.getMatrix3(enuToEye, turn), sun, directions);
    set({ u_eyeToEnu: Matrix4.inverse(enuToEye, eyeToEnu), ...directions });
  });
  return {
    shader,
    tinted: () => (tinted ??= shaderOf(true)),
    setLook(next) {
      ({ light } = next);
      sun = sunOf(light);
      set({ ...coloursOf(light), ...numbersOf(light) });
    },
    setUnlit(next) {
      isUnlit = next;
      tinted?.setUniform('u_unlit', next ? 1 : 0);
    },
  };
}

const noDirections = () => ({ u_east: new Cartesian3(), u_north: new Cartesian3(), u_up: new Cartesian3(), u_sunDirection: new Cartesian3() });
type Directions = ReturnType<typeof noDirections>;

/** In the eye's own axes; written into `result`, as this is done for every picture. */
function directionsIn(turn: Matrix3, sun: Cartesian3, result: Directions): Directions {
  Matrix3.getColumn(turn, 0, result.u_east);
  Matrix3.getColumn(turn, 1, result.u_north);
  Matrix3.getColumn(turn, 2, result.u_up);
  Matrix3.multiplyByVector(turn, sun, result.u_sunDirection);
  return result;
}

/** East, north, up. */
function sunOf({ sunAzimuth, sunElevation }: Light): Cartesian3 {
  const [azimuth, elevation] = [(sunAzimuth * Math.PI) / 180, (sunElevation * Math.PI) / 180];
  return new Cartesian3(Math.sin(azimuth) * Math.cos(elevation), Math.cos(azimuth) * Math.cos(elevation), Math.sin(elevation));
}

function uniformsOf<V>(type: UniformType, values: Record<string, V>): Record<string, { type: UniformType; value: V }> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { type, value }]));
}

function numbersOf({ street, saturation, contrast, mirror, windowsLit }: Light): Record<string, number> {
  return { u_street: street, u_saturation: saturation, u_contrast: contrast, u_mirror: mirror, u_windowsLit: windowsLit };
}

function coloursOf({ sun, sky, bounce, mirrorZenith, mirrorHorizon, window }: Light): Record<string, Cartesian3> {
  return {
    u_sun: new Cartesian3(...sun),
    u_sky: new Cartesian3(...sky),
    u_bounce: new Cartesian3(...bounce),
    u_mirrorZenith: new Cartesian3(...mirrorZenith),
    u_mirrorHorizon: new Cartesian3(...mirrorHorizon),
    u_window: new Cartesian3(...window),
  };
}
