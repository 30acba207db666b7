/**
 * The parts of Cesium that its package exports without types. All private API that the globe touches is named here;
 * `drape.ts`, `ground.ts`, `pictures.ts`, `rays.ts` and `overlay/sceneDeck.ts` are the only users.
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

/** The first thing on a ray among what is loaded. Where on it is read out of the depths, which are kept for that only. */
export function firstOnRay(scene: Scene, ray: Ray): RayHit | undefined {
  const was = scene.useDepthPicking;
  scene.useDepthPicking = true;
  try {
    return (scene as unknown as RayPicking).pickFromRay(ray);
  } finally {
    scene.useDepthPicking = was;
  }
}

/** The same with the finest tiles along the ray, which are loaded for it while pictures go on. */
export async function firstOnRayInDetail(scene: Scene, ray: Ray): Promise<RayHit | undefined> {
  await (scene as unknown as RayPicking).pickFromRayMostDetailed(ray);
  return scene.isDestroyed() ? undefined : firstOnRay(scene, ray);
}

interface Context {
  _gl: WebGL2RenderingContext;
  _currentRenderState: unknown;
  _currentPassState: unknown;
  drawingBufferWidth: number;
  drawingBufferHeight: number;
  uniformState: { currentFrustum: { x: number }; oneOverLog2FarDepthFromNearPlusOne: number };
  createPickId(object: object): { color: { red: number; green: number; blue: number; alpha: number }; destroy(): void };
}
interface PassState {
  framebuffer?: { _framebuffer: WebGLFramebuffer };
  scissorTest?: { enabled: boolean; rectangle: { x: number; y: number; width: number; height: number } };
}
interface DrawingFrame { commandList: unknown[]; passes: { render: boolean; pick: boolean; offscreen: boolean }; useLogDepth: boolean }

const contextOf = (scene: Scene): Context => (scene as unknown as { context: Context }).context;

export function glOf(scene: Scene): WebGL2RenderingContext {
  const { _gl: gl } = contextOf(scene);
  return gl;
}

/** Pixels of what is being drawn. */
export function drawingBufferOf(scene: Scene): { width: number; height: number } {
  const { drawingBufferWidth: width, drawingBufferHeight: height } = contextOf(scene);
  return { width, height };
}

/** Puts the context back to what Cesium believes it to be: it only ever sets what it thinks is different. */
export function restoreState(scene: Scene): void {
  const { _gl: gl, _currentRenderState: state, _currentPassState: pass } = contextOf(scene);
  (engine as unknown as { RenderState: { apply(...all: unknown[]): void } }).RenderState.apply(gl, state, pass);
}

/** Where to draw, and how depth is written there. */
export interface Target {
  /** Null is the canvas itself. */
  framebuffer: WebGLFramebuffer | null;
  /** Of the frustum that is being drawn: its nearest distance in metres, and 1 / log₂(its depth + 1). */
  near: number;
  inverseLog: number;
  /** x, y, width, height, pixels from below; null = everything. */
  scissor: [number, number, number, number] | null;
  /**
   * The one colour that stands for all of it where the scene is asked what lies under a pixel; alpha 0 where it is drawn for people.
   * What is written must have alpha 0 in both cases: Cesium counts its picks from the lowest byte up.
   */
  pick: [number, number, number, number];
}

export interface InScene { remove(): void }
export interface Standing {
  /** What `scene.pick` says of it. */
  pickedAs: object;
  /** Before each picture and each pick; false where there is nothing to draw. Must not throw. */
  prepare(): boolean;
  /** Among what is opaque, after the buildings: once for each frustum. Must not throw. */
  draw(target: Target): void;
}

const OPAQUE_PASS = 9;
/** Reaches over every city, and holds the camera: then nothing of it is left out. Metres. */
const REACH = 200_000;

/** Has somebody else draw among Cesium's own commands, with its depth. Where a scene does not write depth by its logarithm, nothing is drawn. */
export function inScene(scene: Scene, { pickedAs, prepare, draw }: Standing): InScene {
  const context = contextOf(scene);
  const id = context.createPickId(pickedAs);
  const { red, green, blue } = id.color;
  const boundingVolume = new engine.BoundingSphere(engine.Cartesian3.clone(scene.camera.positionWC), REACH);
  const execute = (forPick: boolean) => (_context: unknown, { framebuffer, scissorTest }: PassState): void => {
    const { currentFrustum, oneOverLog2FarDepthFromNearPlusOne } = context.uniformState;
    const { _framebuffer: handle } = framebuffer ?? {};
    const { x, y, width, height } = scissorTest?.rectangle ?? { x: 0, y: 0, width: 0, height: 0 };
    draw({
      framebuffer: handle ?? null, near: currentFrustum.x, inverseLog: oneOverLog2FarDepthFromNearPlusOne,
      scissor: scissorTest?.enabled ? [x, y, width, height] : null, pick: forPick ? [red, green, blue, 1] : [0, 0, 0, 0],
    });
  };
  const command = {
    pass: OPAQUE_PASS, boundingVolume, cull: false, occlude: false, castShadows: false, receiveShadows: false, execute: execute(false),
    // As if Cesium had derived them already: it would look for a shader in it otherwise.
    get dirty(): boolean { return false; },
    set dirty(_dirty: boolean) {},
    derivedCommands: {} as Record<string, unknown>,
  };
  command.derivedCommands = {
    logDepth: { command }, hdr: { command }, originalCommand: command,
    picking: { pickCommand: { execute: execute(true) } }, depth: { depthOnlyCommand: command },
  };
  let removed = false;
  const primitive = {
    update({ commandList, passes, useLogDepth }: DrawingFrame): void {
      // Rays look with a camera of their own, and for buildings only.
      if (!useLogDepth || passes.offscreen || !(passes.render || passes.pick) || !prepare()) return;
      engine.Cartesian3.clone(scene.camera.positionWC, boundingVolume.center);
      commandList.push(command);
    },
    isDestroyed: () => removed,
    destroy: () => undefined,
  };
  scene.primitives.add(primitive);
  return {
    remove() {
      if (removed || scene.isDestroyed()) return;
      scene.primitives.remove(primitive);
      removed = true;
      id.destroy();
    },
  };
}
