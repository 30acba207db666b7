/** Sites as symbols of constant size: one gl.POINT each, never instanced (instances are slow without a GPU). */
import type { DefaultProps } from '@deck.gl/core';
import { SiteLayer, type Clipped, type SiteShape } from '../siteLayer.ts';
import type { PointStyle } from './style.ts';

export interface PointsProps extends Clipped {
  /** x, y, z in ENU metres for each site; replaced only when the sites change. */
  positions: Float32Array;
  style: PointStyle;
  /** Diameter of an ordinary symbol, CSS pixels. */
  pixels: number;
}

const vs = `#version 300 es
in vec3 positions;
in vec4 colours;
in vec2 marks;
out vec4 colour;
flat out float shape;
flat out float edge;
void main() {
  colour = colours;
  shape = marks.y;
  float size = sitePoints.pixels * marks.x * project.devicePixelRatio;
  edge = 1.0 / max(size, 1.0);
  gl_Position = project_position_to_clipspace(positions, vec3(0.0), vec3(0.0));
  gl_PointSize = size;
  if (colours.a == 0.0) gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
}
`;

/** Shapes by number: 0 disc, 1 disc in a ring, 2 triangle, 3 diamond, 4 square, 5 hatched disc, 6 empty ring. */
const fs = `#version 300 es
precision highp float;
in vec4 colour;
flat in float shape;
flat in float edge;
out vec4 fragColor;
float distanceTo(vec2 p, float kind) {
  if (kind < 1.5 || kind > 4.5) return length(p) - 0.92;
  if (kind < 2.5) return max(p.y - 0.62, dot(vec2(abs(p.x), -p.y), vec2(0.866, 0.5)) - 0.46);
  if (kind < 3.5) return (abs(p.x) + abs(p.y) - 0.95) * 0.7071;
  return max(abs(p.x), abs(p.y)) - 0.74;
}
void main() {
  vec2 p = gl_PointCoord * 2.0 - 1.0;
  float d = distanceTo(p, shape);
  float soft = 1.5 * edge;
  float inside = 1.0 - smoothstep(-soft, soft, d);
  if (inside <= 0.0) discard;
  float rim = smoothstep(-3.2 * edge - soft, -3.2 * edge + soft, d);
  vec3 rimColour = shape < 0.5 ? colour.rgb * 0.35 : vec3(0.82, 0.87, 0.92);
  vec3 body = colour.rgb;
  float alpha = colour.a * inside;
  if (shape > 5.5) { alpha *= rim; rimColour = body; }
  else if (shape > 4.5) { alpha *= max(rim, step(0.5, fract((p.x + p.y) * 1.1 + 0.25))); rimColour = body; }
  else if (shape > 0.5 && shape < 1.5) { float gap = smoothstep(-7.0 * edge - soft, -7.0 * edge + soft, d); body = mix(body, vec3(0.08), gap); }
  fragColor = vec4(mix(body, rimColour, rim * 0.85) * alpha, alpha);
}
`;

const defaultProps: DefaultProps<PointsProps> = {
  positions: { type: 'object', value: new Float32Array(0) },
  clip: { type: 'object', value: null, optional: true },
  style: { type: 'object', value: { colours: new Uint8Array(0), marks: new Float32Array(0) } },
  pixels: { type: 'number', value: 6 },
};

export class SitePointsLayer extends SiteLayer<PointsProps> {
  static override layerName = 'SitePointsLayer';
  static override defaultProps = defaultProps as never;
  protected readonly shaders = { name: 'sitePoints', uniforms: { pixels: 'f32' }, vs, fs } as const;

  protected shape(): SiteShape | null {
    const { positions, style } = this.props;
    if (positions.length === 0) return null;
    return {
      topology: 'point-list', count: positions.length / 3,
      attributes: { positions: ['float32x3', positions], colours: ['unorm8x4', style.colours], marks: ['float32x2', style.marks] },
    };
  }

  protected style(): { colours: Uint8Array; marks: Float32Array } {
    const { colours, marks } = this.props.style;
    return { colours, marks };
  }

  protected moved(before: PointsProps): boolean {
    return this.props.positions !== before.positions;
  }

  protected uniforms(): { pixels: number } {
    return { pixels: this.props.pixels };
  }
}
