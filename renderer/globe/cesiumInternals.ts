/**
 * The parts of Cesium that its package exports without types. All private API that the globe touches is named here;
 * `drape.ts`, `ground.ts`, `pictures.ts` and `rays.ts` are the only users.
 */
import * as engine from '@cesium/engine';
import type { Cartesian3, Primitive, Ray, Scene } from '@cesium/engine';

/** Bytes, or floats where numbers are looked up instead of colours. */
export type Texels = Uint8Array | Float32Array;

export interface GpuTexture {
  readonly width: number;
  readonly height: number;
  copyFrom(options: { source: { width: number; height: number; arrayBufferView: Texels } }): void;
  destroy(): void;
}

/** What a primitive's `update` is given each frame. */
export interface FrameState { commandList: { pass: number }[] }

const GLOBE_PASS = 2;

/** Updates a primitive so that what it draws is drawn where the globe would be: before everything else. */
export function updateAsGround(primitive: Primitive, frameState: FrameState): void {
  const { commandList } = frameState;
  const first = commandList.length;
  (primitive as unknown as { update(state: FrameState): void }).update(frameState);
  for (let i = first; i < commandList.length; i++) commandList[i]!.pass = GLOBE_PASS;
}

interface Repaintable {
  context: { beginFrame(): void; endFrame(): void };
  _view: { passState: { framebuffer: unknown } };
  _environmentState: { usePostProcess: boolean };
  resolveFramebuffers(passState: unknown): void;
}

/**
 * Runs the last passes again over the colours and depths of the last picture, without drawing the city again: new data
 * on an unmoved camera costs a tenth. False, and nothing done, where the last thing drawn was no picture but a pick.
 */
export function repaint(scene: Scene): boolean {
  const { context, _view: { passState }, _environmentState: state } = scene as unknown as Repaintable;
  if (!state.usePostProcess) return false;
  passState.framebuffer = undefined;
  context.beginFrame();
  (scene as unknown as Repaintable).resolveFramebuffers(passState);
  context.endFrame();
  return true;
}

interface Internals {
  Texture: new (options: {
    context: unknown;
    width: number;
    height: number;
    pixelFormat: number;
    pixelDatatype: number;
    sampler: unknown;
    flipY: false;
    source: { width: number; height: number; arrayBufferView: Texels };
  }) => GpuTexture;
  Sampler: new (options: { wrapS: number; wrapT: number; minificationFilter: number; magnificationFilter: number }) => unknown;
}

const { Texture, Sampler } = engine as unknown as Internals;
const CLAMP_TO_EDGE = 0x812f;
const FILTER = { linear: 0x2601, nearest: 0x2600 } as const;
const FORMAT = { rgba: 0x1908, rg: 0x8227 } as const;
const [BYTES, FLOATS] = [0x1401, 0x1406];

export interface Image { width: number; height: number; format: 'rgba' | 'rg'; filter: 'linear' | 'nearest'; bytes: Texels }

/** A texture of the scene's own context, first row at v = 0. */
export function createTexture(scene: Scene, { width, height, format, filter, bytes }: Image): GpuTexture {
  return new Texture({
    context: (scene as unknown as { context: unknown }).context,
    width, height, flipY: false, pixelFormat: FORMAT[format], pixelDatatype: bytes instanceof Float32Array ? FLOATS : BYTES,
    sampler: new Sampler({ wrapS: CLAMP_TO_EDGE, wrapT: CLAMP_TO_EDGE, minificationFilter: FILTER[filter], magnificationFilter: FILTER[filter] }),
    source: { width, height, arrayBufferView: bytes },
  });
}

export interface RayHit { object?: unknown; position?: Cartesian3 }
interface RayPicking {
  pickFromRay(ray: Ray): RayHit | undefined;
  pickFromRayMostDetailed(ray: Ray): Promise<RayHit | undefined>;
}

/** The first thing on a ray among what is loaded. */
export const firstOnRay = (scene: Scene, ray: Ray): RayHit | undefined => (scene as unknown as RayPicking).pickFromRay(ray);

/** The same with the finest tiles along the ray, which are loaded for it while pictures go on. */
export const firstOnRayInDetail = (scene: Scene, ray: Ray): Promise<RayHit | undefined> => (scene as unknown as RayPicking).pickFromRayMostDetailed(ray);
