/**
 * deck.gl inside Cesium's own picture: one graphics context, one depth, so that columns stand behind and before buildings
 * (decisions/0014). Everything that the two must not see of each other is here; `overlay.ts` is what there is without it.
 */
import { Deck, type Layer } from '@deck.gl/core';
import { getGLParameters, WebGLDevice, WebGLStateTracker, WEBGLFramebuffer } from '@luma.gl/webgl';
import type { Scene } from '@cesium/engine';
import { drawingBufferOf, glOf, inScene, restoreState, type InScene, type Target } from '../cesiumInternals.ts';
import { EnuView, enuViewState, type CameraMatrices } from './viewport.ts';
import { sceneDepthModule, type SceneDepth } from './sceneDepth.ts';

export interface SceneDeck {
  /** Resolves when the next picture can show layers; rejects where they cannot be part of Cesium's. */
  ready: Promise<void>;
  isReady(): boolean;
  destroy(): void;
}

export interface SceneDeckOptions {
  scene: Scene;
  /** The camera of the picture that is being drawn; sizes are those of its pixels. */
  camera(width: number, height: number): CameraMatrices;
  /** What stands in the picture that is being drawn. */
  layers(): Layer[];
  /** What a pick says that met one of the layers. */
  pickedAs: object;
  /** Nothing is drawn from here on. */
  failed(error: unknown): void;
}

/** The parts of deck.gl that it declares protected or private. */
interface Driven {
  animationLoop: { stop(): void } | null;
  layerManager: { updateLayers(): void } | null;
  viewManager: { setProps(size: { width: number; height: number }): void } | null;
  _addDefaultShaderModule(module: object): void;
  _drawLayers(reason: string, options: object): void;
}

/** Throws where Cesium's picture has no place for it. */
export function createSceneDeck({ scene, camera, layers, pickedAs, failed }: SceneDeckOptions): SceneDeck {
  if (!scene.logarithmicDepthBuffer) throw new Error('This graphics card cannot write depth by its logarithm.');
  const gl = glOf(scene);
  const device = deviceOf(gl);
  let [loaded, ended, size] = [false, false, ''];
  let targets = new WeakMap<WebGLFramebuffer, WEBGLFramebuffer>();
  let canvasTarget: WEBGLFramebuffer | null = null;
  let [resolve, reject] = [(): void => undefined, (_error: unknown): void => undefined];
  const ready = new Promise<void>((done, refuse) => { [resolve, reject] = [done, refuse]; });
  const giveUp = (error: unknown): void => {
    if (ended) return;
    destroy();
    reject(error);
    failed(error);
  };

  // deck.gl would listen on Cesium's canvas and put its widgets beside it: it gets an element that nobody sees.
  const parent = document.createElement('div');
  parent.append(Object.assign(document.createElement('div'), { className: 'deck-events-root deck-widgets-root' }));
  const deck = new Deck({
    device,
    parent: parent as HTMLDivElement,
    width: null,
    height: null,
    views: new EnuView({ id: 'enu' }),
    viewState: { enu: enuViewState({ view: IDENTITY, projection: IDENTITY, width: 1, height: 1 }) } as never,
    controller: null,
    layers: [],
    _pickable: false,
    _customRender: () => undefined,
    onLoad() {
      driven.animationLoop?.stop();
      driven['_addDefaultShaderModule'](sceneDepthModule);
      restoreState(scene);
      loaded = true;
      resolve();
      scene.requestRender();
    },
    onError: giveUp,
  });
  const driven = deck as unknown as Driven;

  const standing: InScene = inScene(scene, {
    pickedAs,
    prepare() {
      if (!loaded || ended) return false;
      const shown = layers();
      const { width, height } = drawingBufferOf(scene);
      guarded(() => {
        follow(width, height);
        deck.setProps({ layers: shown, viewState: { enu: enuViewState(camera(width, height)) } as never });
        driven.viewManager?.setProps({ width, height });
        driven.layerManager?.updateLayers();
      });
      return shown.length > 0;
    },
    draw(target) {
      guarded(() => drawInto(target));
    },
  });

  return { ready, isReady: () => loaded, destroy };

  /** luma.gl does not see when Cesium changes the size of its picture. */
  function follow(width: number, height: number): void {
    const now = `${width} ${height}`;
    if (now === size) return;
    size = now;
    device.canvasContext.setDrawingBufferSize(width, height);
    targets = new WeakMap();
    canvasTarget = null;
  }

  function drawInto({ framebuffer, near, inverseLog, scissor, pick }: Target): void {
    const { width, height } = drawingBufferOf(scene);
    const depth: SceneDepth = { near, inverseLog, pick };
    const parameters = {
      blend: pick[3] === 0, depthTest: true, depthMask: true, depthFunc: gl.LEQUAL, depthRange: [0, 1], cull: false, polygonOffsetFill: false, stencilTest: false,
      colorMask: [true, true, true, true], scissorTest: scissor !== null, ...(scissor && { scissor }),
    };
    device.withParametersWebGL(parameters as never, () => {
      driven['_drawLayers']('scene', {
        target: targetOf(framebuffer, width, height), clearCanvas: false, shaderModuleProps: { project: { devicePixelRatio: 1 }, sceneDepth: depth },
      });
    });
  }

  function targetOf(handle: WebGLFramebuffer | null, width: number, height: number): WEBGLFramebuffer {
    const kept = handle ? targets.get(handle) : canvasTarget;
    if (kept) return kept;
    const made = device.createFramebuffer({ handle, width, height } as never);
    if (handle) targets.set(handle, made);
    else canvasTarget = made;
    return made;
  }

  /** Work of deck.gl's between Cesium's own: neither finds anything of the other's bound. Throws nothing. */
  function guarded(work: () => void): void {
    const tracker = WebGLStateTracker.get(gl);
    gl.bindVertexArray(null);
    tracker.push();
    try {
      work();
    } catch (error) {
      // Not while deck.gl is still in its own work.
      queueMicrotask(() => giveUp(error));
    } finally {
      tracker.pop();
      gl.bindVertexArray(null);
      gl.bindBuffer(gl.ARRAY_BUFFER, null);
      gl.useProgram(null);
      gl.activeTexture(gl.TEXTURE0);
    }
  }

  function destroy(): void {
    if (ended) return;
    ended = true;
    standing.remove();
    guarded(() => deck.finalize());
  }
}

/** luma.gl on a context that is in use: it learns how the context stands before it begins to leave out what it thinks is so already. */
function deviceOf(gl: WebGL2RenderingContext): WebGLDevice {
  const known = WebGLDevice.getDeviceFromContext(gl);
  if (known) return known;
  gl.useProgram(null);
  const stands = getGLParameters(gl);
  const device = new WebGLDevice({
    _handle: gl, _cacheShaders: true, _cachePipelines: true, createCanvasContext: { canvas: gl.canvas as HTMLCanvasElement, autoResize: false },
  } as never);
  (WebGLStateTracker.get(gl) as unknown as { cache: object }).cache = stands;
  return device;
}

const IDENTITY = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];
