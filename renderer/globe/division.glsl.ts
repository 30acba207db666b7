/** The parts of the last pass that two sides share: where a pixel looks, which side it is of, and B − A. */
import { SUPPORT, LEAST_WEIGHT } from '#layers/heat/paint.ts';
import type { Division } from './types.ts';

export type DivisionWay = Division['way'];

const glsl = (number: number): string => number.toFixed(6);

/** Coordinates of the colours and depths that belong to a pixel: in halves each shows the whole picture, which was drawn narrow. */
export const LOOKS_AT: Record<'alone' | 'halves', string> = {
  alone: `
vec2 looksAt() { return v_textureCoordinates; }
vec4 texelAt(vec2 at) { return texture(colorTexture, at); }
`,
  halves: `
// On a texel, so that no two are mixed in the depths; of the two that one pixel covers the colours are.
vec2 looksAt() {
  float size = float(textureSize(colorTexture, 0).x);
  return vec2((floor(fract(v_textureCoordinates.x * 2.0) * size * 0.5) * 2.0 + 0.5) / size, v_textureCoordinates.y);
}
vec4 texelAt(vec2 at) {
  vec4 texel = texture(colorTexture, at);
  vec4 next = texture(colorTexture, at + vec2(1.0 / float(textureSize(colorTexture, 0).x), 0.0));
  return vec4(0.5 * (texel.rgb + next.rgb), texel.a);
}
`,
};

/** One side's paint a pixel, never both. */
export const SIDES = /* glsl */ `
uniform float u_divider;
Paint sidePaint(vec2 p) {
  if (gl_FragCoord.x < u_divider) return slotA(p);
  return slotB(p);
}
`;

/** The same as \`fieldDifference\` of \`layers/difference/field.ts\`. */
export const DIFFERENCE = /* glsl */ `
uniform sampler2D u_difference;
uniform float u_high;
uniform vec2 u_fromA;
uniform vec2 u_fromB;
vec4 sumsIn(sampler2D nodes, vec4 box, vec2 p) {
  vec2 at = (p - box.xy) * box.z;
  if (any(lessThan(at, vec2(1.0))) || any(greaterThanEqual(at, vec2(textureSize(nodes, 0) - 2)))) return vec4(0.0);
  return sumsAt(nodes, at);
}
float valueOf(vec4 sums, float isDensity, vec2 from) {
  return isDensity > 0.5 ? from.y * sums.y : from.x + from.y * sums.y / max(sums.x, ${glsl(LEAST_WEIGHT)});
}
Paint differencePaint(vec2 p) {
  vec4 a = sumsIn(u_fieldA, u_boxA, p);
  vec4 b = sumsIn(u_fieldB, u_boxB, p);
  float least = min(a.x, b.x);
  float measured = step(${glsl(LEAST_WEIGHT)}, least);
  float change = valueOf(b, u_boxB.w, u_fromB) - valueOf(a, u_boxA.w, u_fromA);
  float position = measured * clamp(0.5 + 0.5 * change / u_high, 0.0, 1.0);
  float support = measured * smoothstep(${glsl(SUPPORT.none)}, ${glsl(SUPPORT.full)}, least);
  vec2 total = vec2(a.x + a.w, b.x + b.w);
  vec2 silent = smoothstep(${glsl(SUPPORT.none)}, ${glsl(SUPPORT.full)}, total) * vec2(a.w, b.w) / max(total, vec2(${glsl(LEAST_WEIGHT)}));
  vec4 colour = texelFetch(u_difference, ivec2(min(int(position * 256.0), 255), 0), 0);
  float alpha = support * mix(colour.a, 1.0, u_unlit);
  return Paint(vec4(colour.rgb * alpha, alpha), vec2(max(silent.x, silent.y) * (1.0 - support), 0.0));
}
`;
