/** Columns standing on the ground: one draw of a merged mesh. */
import type { DefaultProps } from '@deck.gl/core';
import { SiteLayer, type Clipped, type SiteShape } from '../siteLayer.ts';
import type { ColumnMesh } from './mesh.ts';
import type { ColumnStyle } from './style.ts';

export interface ColumnsProps extends Clipped {
  mesh: ColumnMesh;
  style: ColumnStyle;
  /** Metres: radius of a column, and height of the tallest. */
  radius: number;
  tallest: number;
}

const vs = `#version 300 es
in vec3 positions;
in vec4 corners;
in vec4 colours;
in float heights;
out vec4 colour;
void main() {
  // The foot is in the ground: what is above it is what the value says, also where the ground is not flat.
  vec3 p = positions + vec3(corners.xy * siteColumns.radius, corners.z > 0.5 ? heights * siteColumns.tallest : -20.0);
  float light = corners.w * (corners.z > 0.5 ? 1.0 : 0.72);
  colour = vec4(colours.rgb * light, colours.a);
  gl_Position = project_position_to_clipspace(p, vec3(0.0), vec3(0.0));
  if (heights == 0.0) gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
}
`;

const fs = `#version 300 es
precision highp float;
in vec4 colour;
out vec4 fragColor;
void main() {
  fragColor = vec4(colour.rgb * colour.a, colour.a);
}
`;

const NOTHING: ColumnMesh = { count: 0, positions: new Float32Array(0), corners: new Float32Array(0), indices: new Uint32Array(0) };
const defaultProps: DefaultProps<ColumnsProps> = {
  mesh: { type: 'object', value: NOTHING },
  clip: { type: 'object', value: null, optional: true },
  style: { type: 'object', value: { heights: new Float32Array(0), vertexHeights: new Float32Array(0), colours: new Uint8Array(0) } },
  radius: { type: 'number', value: 100 },
  tallest: { type: 'number', value: 2000 },
};

export class SiteColumnsLayer extends SiteLayer<ColumnsProps> {
  static override layerName = 'SiteColumnsLayer';
  static override defaultProps = defaultProps as never;
  protected readonly shaders = { name: 'siteColumns', uniforms: { radius: 'f32', tallest: 'f32' }, vs, fs } as const;

  protected shape(): SiteShape | null {
    const { mesh, style } = this.props;
    if (mesh.count === 0) return null;
    return {
      topology: 'triangle-list', count: mesh.indices.length, indices: mesh.indices,
      attributes: {
        positions: ['float32x3', mesh.positions], corners: ['float32x4', mesh.corners], colours: ['unorm8x4', style.colours], heights: ['float32', style.vertexHeights],
      },
    };
  }

  protected style(): { colours: Uint8Array; heights: Float32Array } {
    const { colours, vertexHeights: heights } = this.props.style;
    return { colours, heights };
  }

  protected moved(before: ColumnsProps): boolean {
    return this.props.mesh !== before.mesh;
  }

  protected uniforms(): { radius: number; tallest: number } {
    const { radius, tallest } = this.props;
    return { radius, tallest };
  }
}
