/** Paint for the ground: one flat colour a tone, exchanged in place when the look changes. */
import { Appearance, Color, Material } from '@cesium/engine';
import type { Look, Tone } from './looks/look.ts';

/** A tone of the look, or the official colour of a railway line (`rail:#rrggbb`). */
export type Paint = Tone | `rail:${string}`;

export interface GroundPaint {
  /** For meshes that carry positions only. */
  flat(paint: Paint): Appearance;
  /** For ribbons (ribbons.ts). */
  ribbon(paint: Paint): Appearance;
  setLook(look: Look): void;
}

/** Everything on the ground lies at one height or is drawn in its order: depth is written, never asked. */
const PAINTED_OVER = { depthTest: { enabled: true, func: 0x0207 /* ALWAYS */ }, depthMask: true };

const FRAGMENT = /* glsl */ `
void main() {
  czm_materialInput input_;
  out_FragColor = vec4(czm_getMaterial(input_).diffuse, 1.0);
}
`;

const FLAT_VERTEX = /* glsl */ `
in vec3 position3DHigh;
in vec3 position3DLow;
in float batchId;
void main() {
  gl_Position = czm_modelViewProjectionRelativeToEye * czm_computePosition();
}
`;

// A ribbon has its width in metres, and where these are too few to be seen, in pixels.
const RIBBON_VERTEX = /* glsl */ `
in vec3 position3DHigh;
in vec3 position3DLow;
in vec3 across;
in vec2 halfWidth;
in float batchId;
void main() {
  vec4 middle = czm_computePosition();
  float pixel = czm_metersPerPixel(czm_modelViewRelativeToEye * middle);
  middle.xyz += across * max(halfWidth.x, halfWidth.y * pixel);
  gl_Position = czm_modelViewProjectionRelativeToEye * middle;
}
`;

export function createGroundPaint(first: Look): GroundPaint {
  let look = first;
  const materials = new Map<Paint, Material>();
  const materialOf = (paint: Paint): Material => {
    const held = materials.get(paint);
    if (held) return held;
    const material = Material.fromType('Color', { color: colourOf(look, paint) });
    materials.set(paint, material);
    return material;
  };
  const appearance = (paint: Paint, vertexShaderSource: string, isClosed: boolean): Appearance => new Appearance({
    material: materialOf(paint), translucent: false, closed: isClosed, vertexShaderSource, fragmentShaderSource: FRAGMENT,
    renderState: { ...PAINTED_OVER, cull: { enabled: isClosed } },
  });
  return {
    flat: (paint) => appearance(paint, FLAT_VERTEX, true),
    ribbon: (paint) => appearance(paint, RIBBON_VERTEX, false),
    setLook(next) {
      look = next;
      for (const [paint, material] of materials) (material.uniforms as { color: Color }).color = colourOf(look, paint);
    },
  };
}

function colourOf({ ground, rail }: Look, paint: Paint): Color {
  if (!paint.startsWith('rail:')) return Color.fromCssColorString(ground[paint as Tone]);
  const neutral = Color.fromCssColorString(rail.neutral);
  const official = Color.fromCssColorString(paint.slice('rail:'.length)) ?? neutral;
  return Color.lerp(neutral, official, rail.official, new Color());
}
