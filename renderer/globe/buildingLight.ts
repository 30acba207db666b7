/**
 * The light on the buildings. Tiles bring what surfaces are made of (COLOR_0: albedo, and its share of glass); sun, sky, street
 * and windows are added here, for the look that is on. Flat normals come from the picture itself, so tiles need to carry none.
 */
import { Cartesian2, Cartesian3, CustomShader, LightingModel, Matrix4, UniformType, type Scene } from '@cesium/engine';
import { curvature, type EnuFrame } from '#layers/enu.ts';
import { BUILDING_SHADER } from './buildingLight.glsl.ts';
import type { Light, Look } from './looks/look.ts';

export interface BuildingLight {
  shader: CustomShader;
  setLook(look: Look): void;
}

/** One for all tiles of a scene; it follows the scene's camera by itself. */
export function createBuildingLight(scene: Scene, frame: EnuFrame, first: Look): BuildingLight {
  const enuToEarth = Matrix4.fromArray(Array.from(frame.toEarth));
  const radii = curvature(frame);
  const eyeToEnu = new Matrix4();
  const shader = new CustomShader({
    lightingModel: LightingModel.UNLIT,
    uniforms: {
      u_eyeToEnu: { type: UniformType.MAT4, value: eyeToEnu },
      u_halfCurvature: { type: UniformType.VEC2, value: new Cartesian2(0.5 / radii.x, 0.5 / radii.y) },
      ...uniformsOf(UniformType.VEC3, coloursOf(first.light)),
      ...uniformsOf(UniformType.FLOAT, numbersOf(first.light)),
    },
    fragmentShaderText: BUILDING_SHADER,
  });
  scene.preRender.addEventListener(() => {
    Matrix4.inverse(Matrix4.multiplyTransformation(scene.camera.viewMatrix, enuToEarth, eyeToEnu), eyeToEnu);
    shader.setUniform('u_eyeToEnu', eyeToEnu);
  });
  return {
    shader,
    setLook({ light }) {
      for (const [name, value] of Object.entries({ ...coloursOf(light), ...numbersOf(light) })) shader.setUniform(name, value);
    },
  };
}

function uniformsOf<V>(type: UniformType, values: Record<string, V>): Record<string, { type: UniformType; value: V }> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { type, value }]));
}

function numbersOf({ street, saturation, contrast, mirror, windowsLit }: Light): Record<string, number> {
  return { u_street: street, u_saturation: saturation, u_contrast: contrast, u_mirror: mirror, u_windowsLit: windowsLit };
}

function coloursOf({ sun, sky, bounce, mirrorZenith, mirrorHorizon, window, sunAzimuth, sunElevation }: Light): Record<string, Cartesian3> {
  const [azimuth, elevation] = [(sunAzimuth * Math.PI) / 180, (sunElevation * Math.PI) / 180];
  return {
    u_sunDirection: new Cartesian3(Math.sin(azimuth) * Math.cos(elevation), Math.cos(azimuth) * Math.cos(elevation), Math.sin(elevation)),
    u_sun: new Cartesian3(...sun),
    u_sky: new Cartesian3(...sky),
    u_bounce: new Cartesian3(...bounce),
    u_mirrorZenith: new Cartesian3(...mirrorZenith),
    u_mirrorHorizon: new Cartesian3(...mirrorHorizon),
    u_window: new Cartesian3(...window),
  };
}
