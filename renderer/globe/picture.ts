/** Cesium's widget, stripped to what the twin needs: no globe, sky, sun or network; frames only when asked for. */
import { CesiumWidget, CameraEventType, Ion, KeyboardEventModifier } from '@cesium/engine';
import { capabilityOf, type Capability } from './capability.ts';

export const NEAREST_METRES = 40;
export const FARTHEST_METRES = 250_000;
const FIELD_OF_VIEW = (50 * Math.PI) / 180;

/** Throws where there is no WebGL2, and then takes `container` off the page: nothing is left behind. */
export function createPicture(container: HTMLElement): { widget: CesiumWidget; capability: Capability } {
  try {
    return pictureIn(container);
  } catch (error) {
    container.remove();
    throw error;
  }
}

function pictureIn(container: HTMLElement): { widget: CesiumWidget; capability: Capability } {
  Ion.defaultAccessToken = '';
  const widget = new CesiumWidget(container, {
    baseLayer: false,
    globe: false,
    skyBox: false,
    skyAtmosphere: false,
    scene3DOnly: true,
    shadows: false,
    msaaSamples: 1,
    orderIndependentTranslucency: false,
    requestRenderMode: true,
    maximumRenderTimeChange: Infinity,
    useDefaultRenderLoop: false,
    useBrowserRecommendedResolution: false,
    showRenderLoopErrors: false,
    blurActiveElementOnCanvasFocus: false,
    // The product names its libraries in one place; the picture carries no credits of its own.
    creditContainer: document.createElement('div'),
    creditViewport: document.createElement('div'),
    contextOptions: { webgl: { alpha: false, antialias: false, stencil: true, powerPreference: 'high-performance' } },
  });
  const { scene, canvas } = widget;
  const capability = capabilityOf(canvas);
  scene.msaaSamples = capability.msaaSamples;
  scene.fog.enabled = false;
  scene.highDynamicRange = false;
  scene.useDepthPicking = false;
  scene.postProcessStages.fxaa.enabled = false;
  canvas.style.imageRendering = 'auto';
  canvas.tabIndex = 0;

  const controller = scene.screenSpaceCameraController;
  controller.minimumZoomDistance = NEAREST_METRES;
  controller.maximumZoomDistance = FARTHEST_METRES;
  controller.enableCollisionDetection = false;
  // Heights below which Cesium would read the depth buffer back for every movement: never; the ground is the ellipsoid.
  controller.minimumPickingTerrainHeight = 0;
  controller.minimumCollisionTerrainHeight = 0;
  controller.maximumTiltAngle = (82 * Math.PI) / 180;
  controller.inertiaSpin = 0.75;
  controller.inertiaTranslate = 0.75;
  controller.inertiaZoom = 0.6;
  controller.zoomFactor = 3.5;
  controller.tiltEventTypes = [
    CameraEventType.RIGHT_DRAG, CameraEventType.MIDDLE_DRAG, CameraEventType.PINCH,
    { eventType: CameraEventType.LEFT_DRAG, modifier: KeyboardEventModifier.CTRL },
  ];
  controller.zoomEventTypes = [CameraEventType.WHEEL, CameraEventType.PINCH];
  controller.lookEventTypes = [];

  const { frustum } = scene.camera;
  if ('fov' in frustum) frustum.fov = FIELD_OF_VIEW;
  return { widget, capability };
}
