/** What the machine that draws can do: without a GPU every pixel and every redraw is paid for by the processor. */
export interface Capability {
  software: boolean;
  msaaSamples: 1 | 4;
  /** Least milliseconds between redraws that only new data asks for. */
  minDataInterval: number;
  /** Share of the full resolution drawn while the camera moves. */
  movingResolution: number;
}

const SOFTWARE = /swiftshader|llvmpipe|softpipe|software|basic render/i;

/** Reads it off the WebGL context of a canvas. */
export function capabilityOf(canvas: HTMLCanvasElement): Capability {
  const gl = canvas.getContext('webgl2');
  const info = gl?.getExtension('WEBGL_debug_renderer_info');
  const renderer = String(gl?.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : gl.RENDERER) ?? '');
  return SOFTWARE.test(renderer)
    ? { software: true, msaaSamples: 1, minDataInterval: 20_000, movingResolution: 0.6 }
    : { software: false, msaaSamples: 4, minDataInterval: 0, movingResolution: 1 };
}
