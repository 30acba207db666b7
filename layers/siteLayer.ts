/** What deck.gl layers of sites have in common: one model whose style is written anew and whose shape is made anew. */
import { Layer, project32, type LayerProps, type UpdateParameters } from '@deck.gl/core';
import { Model } from '@luma.gl/engine';
import type { Buffer, Device, VertexFormat } from '@luma.gl/core';

type Data = Float32Array | Uint8Array;

export interface SiteShaders {
  /** Name of the uniform block in `vs`, and what stands in it. */
  name: string;
  uniforms: Record<string, 'f32'>;
  vs: string;
  fs: string;
}

export interface SiteShape {
  topology: 'point-list' | 'triangle-list';
  /** Vertices, or the indices where there are any. */
  count: number;
  /** Format and content of each attribute, by its name in the shader; those of the style among them. */
  attributes: Record<string, [VertexFormat, Data]>;
  indices?: Uint32Array;
}

interface WithParameters { withParametersWebGL(parameters: object, run: () => void): void }
/** Pixels: higher than any picture. */
const HIGHEST = 32_768;
/** WebGPU's flag for buffers of indices, which luma.gl takes. */
const INDEX = 16;

/** Nothing is drawn left of the first pixel, counted from the picture's left, or from the second on; null: no limit. */
export interface Clipped { clip: readonly [from: number, to: number] | null }

export abstract class SiteLayer<Props extends { style: object } & Clipped> extends Layer<Props & LayerProps> {
  declare state: { model?: Model; buffers: Record<string, Buffer> };
  protected abstract readonly shaders: SiteShaders;

  /** What is drawn; null where there is nothing. */
  protected abstract shape(): SiteShape | null;
  /** The part of the attributes that changes with the style alone. */
  protected abstract style(): Record<string, Data>;
  /** Whether the sites themselves are others than before. */
  protected abstract moved(before: Props): boolean;
  protected abstract uniforms(): Record<string, number>;

  override getShaders(): object {
    const { name, uniforms, vs, fs } = this.shaders;
    const block = `layout(std140) uniform ${name}Uniforms {\n${Object.entries(uniforms).map(([uniform]) => `  float ${uniform};\n`).join('')}} ${name};\n`;
    return super.getShaders({ vs, fs, modules: [project32, { name, vs: block, fs: block, uniformTypes: uniforms }] });
  }

  override initializeState(): void {
    this.setState({ buffers: {} });
  }

  override updateState({ props, oldProps }: UpdateParameters<this>): void {
    if (this.moved(oldProps)) this.rebuild(this.context.device);
    else if (props.style !== oldProps.style) {
      for (const [name, data] of Object.entries(this.style())) this.state.buffers[name]?.write(data);
    }
  }

  override draw(): void {
    const { model } = this.state;
    model?.shaderInputs.setProps({ [this.shaders.name]: this.uniforms() });
    const { clip } = this.props;
    if (!clip) return void model?.draw(this.context.renderPass);
    const scissor = [clip[0], 0, Math.max(0, clip[1] - clip[0]), HIGHEST];
    (this.context.device as unknown as WithParameters).withParametersWebGL({ scissorTest: true, scissor }, () => model?.draw(this.context.renderPass));
  }

  override finalizeState(context: never): void {
    super.finalizeState(context);
    this.release();
  }

  private rebuild(device: Device): void {
    this.release();
    const shape = this.shape();
    if (!shape) return;
    const attributes = Object.fromEntries(Object.entries(shape.attributes).map(([name, [, data]]) => [name, device.createBuffer({ data })]));
    const indexBuffer = shape.indices ? device.createBuffer({ usage: INDEX, data: shape.indices }) : null;
    const model = new Model(device, {
      ...this.getShaders(),
      id: this.props.id,
      topology: shape.topology,
      vertexCount: shape.count,
      ...(indexBuffer && { indexBuffer }),
      bufferLayout: Object.entries(shape.attributes).map(([name, [format]]) => ({ name, format })),
      attributes,
    });
    this.setState({ model, buffers: { ...attributes, ...(indexBuffer && { indices: indexBuffer }) } });
  }

  private release(): void {
    this.state.model?.destroy();
    for (const buffer of Object.values(this.state.buffers)) buffer.destroy();
    this.setState({ model: undefined, buffers: {} });
  }
}
