/**
 * deck.gl seen through Cesium's camera: a viewport without geography, in ENU metres, made of Cesium's own matrices, so
 * that both draw the same point on the same pixel.
 */
import { View, Viewport } from '@deck.gl/core';

/** Column-major 4×4 matrices in double precision. */
export interface CameraMatrices {
  /** ENU metres → eye. */
  view: ArrayLike<number>;
  projection: ArrayLike<number>;
  width: number;
  height: number;
}

class EnuViewport extends Viewport {
  static override displayName = 'EnuViewport';
}

export class EnuView extends View {
  static displayName = 'EnuView';
  getViewportType(): typeof Viewport {
    return EnuViewport;
  }
  protected get ControllerType(): never {
    throw new Error('the twin is moved by its own camera, not by deck.gl');
  }
}

export interface EnuViewState {
  viewMatrix: number[];
  projectionMatrix: number[];
  position: [number, number, number];
  zoom: number;
  focalDistance: number;
}

/** View state for `EnuView`. Only the depth rows of the projection are our own: x, y and w stay Cesium's. */
export function enuViewState({ view, projection, height }: CameraMatrices): EnuViewState {
  const [x, y, z] = eyePosition(view);
  const down = Math.max(0.05, view[10]!);
  const focalDistance = Math.max(1, Math.min(z / down, Math.abs(z) * 20));
  const near = Math.max(0.5, focalDistance * 0.002);
  const far = Math.max(focalDistance * 50, 200_000);
  const projectionMatrix = Array.from(projection);
  projectionMatrix[10] = -(far + near) / (far - near);
  projectionMatrix[14] = (-2 * far * near) / (far - near);
  // z stays 0: shaders that lie flat assume a common origin on the ground.
  const position: [number, number, number] = [Math.fround(x), Math.fround(y), 0];
  return {
    viewMatrix: movedTo(view, position),
    projectionMatrix,
    position,
    zoom: Math.log2(((height / 2) * projection[5]!) / focalDistance),
    focalDistance,
  };
}

/** The viewport of a camera, as `EnuView` would make it: for projecting without drawing. */
export function enuViewport(camera: CameraMatrices): Viewport {
  return new EnuViewport({ ...enuViewState(camera), width: camera.width, height: camera.height });
}

/** Where the eye is, in ENU metres: -Rᵀt of a rigid view matrix. */
function eyePosition(m: ArrayLike<number>): [number, number, number] {
  const along = (column: number): number => -(m[column]! * m[12]! + m[column + 1]! * m[13]! + m[column + 2]! * m[14]!);
  return [along(0), along(4), along(8)];
}

function movedTo(m: ArrayLike<number>, [x, y, z]: [number, number, number]): number[] {
  const out = Array.from(m);
  for (let row = 0; row < 4; row++) out[12 + row] = m[row]! * x + m[4 + row]! * y + m[8 + row]! * z + m[12 + row]!;
  return out;
}
