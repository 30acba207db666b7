/** Columns standing on the ground: one draw of a merged mesh. */
import { Layer, project32, type DefaultProps, type LayerProps, type UpdateParameters } from '@deck.gl/core';
import { Model } from '@luma.gl/engine';
import type { Buffer, Device } from '@luma.gl/core';
import type { ColumnMesh } from './mesh.ts';
import type { ColumnStyle } from './style.ts';

export interface ColumnsProps {
  mesh: ColumnMesh;
  style: ColumnStyle;
  /** Metres: radius of a column, and height of the tallest. */
  radius: number;
  tallest: number;
}

const uniforms = `\
layout(std140) uniform siteColumnsUniforms {
  float radius;
  float tallest;
} siteColumns;
`;
const module = { name: 'siteColumns', vs: uniforms, fs: uniforms, uniformTypes: { radius: 'f32', tallest: 'f32' } } as const;

const vs = `#version 300 es
in vec3 positions;
in vec4 corners;
in vec4 colours;
in float heights;
out vec4 colour;
void main() {
  vec3 p = positions + vec3(corners.xy * siteColumns.radius, corners.z * heights * siteColumns.tallest);
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
  style: { type: 'object', value: { heights: new Float32Array(0), vertexHeights: new Float32Array(0), colours: new Uint8Array(0) } },
  radius: { type: 'number', value: 100 },
  tallest: { type: 'number', value: 2000 },
};

export class SiteColumnsLayer extends Layer<ColumnsProps & LayerProps> {
  static override layerName = 'SiteColumnsLayer';
  static override defaultProps = defaultProps as never;
  declare state: { model?: Model; buffers: Record<string, Buffer> };

  override getShaders(): object {
    return super.getShaders({ vs, fs, modules: [project32, module] });
  }

  override initializeState(): void {
    this.setState({ buffers: {} });
  }

  override updateState({ props, oldProps }: UpdateParameters<this>): void {
    if (props.mesh !== oldProps.mesh) this.rebuild(this.context.device);
    else if (props.style !== oldProps.style) {
      this.state.buffers.colours!.write(props.style.colours);
      this.state.buffers.heights!.write(props.style.vertexHeights);
    }
  }

  override draw(): void {
    const { model } = this.state;
    model?.shaderInputs.setProps({ siteColumns: { radius: this.props.radius, tallest: this.props.tallest } });
    model?.draw(this.context.renderPass);
  }

  override finalizeState(context: never): void {
    super.finalizeState(context);
    this.release();
  }

  private rebuild(device: Device): void {
    this.release();
    const { mesh, style } = this.props;
    if (mesh.count === 0) return;
    const buffers = {
      positions: device.createBuffer({ data: mesh.positions }),
      corners: device.createBuffer({ data: mesh.corners }),
      colours: device.createBuffer({ data: style.colours }),
      heights: device.createBuffer({ data: style.vertexHeights }),
    };
    const indices = device.createBuffer({ usage: 16 /* INDEX */, data: mesh.indices });
    const model = new Model(device, {
      ...this.getShaders(),
      id: this.props.id,
      topology: 'triangle-list',
      vertexCount: mesh.indices.length,
      indexBuffer: indices,
      bufferLayout: [
        { name: 'positions', format: 'float32x3' }, { name: 'corners', format: 'float32x4' },
        { name: 'colours', format: 'unorm8x4' }, { name: 'heights', format: 'float32' },
      ],
      attributes: buffers,
    });
    this.setState({ model, buffers: { ...buffers, indices } });
  }

  private release(): void {
    this.state.model?.destroy();
    for (const buffer of Object.values(this.state.buffers)) buffer.destroy();
    this.setState({ model: undefined, buffers: {} });
  }
}
