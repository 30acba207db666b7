/**
 * Ribbons whose colour is looked up by the number of their site. What they write has an alpha below one: the last pass knows data by it
 * and leaves it as it is. Alpha of a looked-up colour is that of `areaColours`: nothing, silent, or a value and how fresh it is.
 */
import { SILENT_GREY } from '#layers/age.ts';

const GREY = `vec3(${SILENT_GREY.map((channel) => (channel / 255).toFixed(4)).join(', ')})`;

export const DATA_VERTEX = /* glsl */ `
in vec3 position3DHigh;
in vec3 position3DLow;
in vec3 across;
in vec2 halfWidth;
in vec2 mark;
in float batchId;
uniform sampler2D u_colours;
uniform vec4 u_edge;
out vec4 v_colour;
out vec2 v_dash;
void main() {
  vec4 middle = czm_computePosition();
  float pixel = czm_metersPerPixel(czm_modelViewRelativeToEye * middle);
  int index = int(mark.x + 0.5);
  vec4 looked = texelFetch(u_colours, ivec2(index & 255, index >> 8), 0);
  float fresh = clamp(looked.a * 2.0 - 1.0, 0.0, 1.0);
  v_colour = looked.a < 0.45 ? vec4(${GREY}, step(0.1, looked.a) * 0.5) : vec4(mix(${GREY}, looked.rgb, fresh), 1.0);
  if (u_edge.a > 0.0) v_colour.rgb = u_edge.rgb;
  // Dashes of what is silent are as long at every scale; in steps, so that they do not crawl.
  v_dash = vec2(mark.y, exp2(round(log2(pixel * 12.0))));
  middle.xyz += across * max(halfWidth.x, halfWidth.y * pixel);
  gl_Position = v_colour.a == 0.0 ? vec4(2.0, 2.0, 2.0, 1.0) : czm_modelViewProjectionRelativeToEye * middle;
}
`;

export const DATA_FRAGMENT = /* glsl */ `
in vec4 v_colour;
in vec2 v_dash;
uniform vec2 u_clip;
void main() {
  if (gl_FragCoord.x < u_clip.x || gl_FragCoord.x >= u_clip.y) discard;
  if (v_colour.a < 0.75 && fract(v_dash.x / v_dash.y) > 0.5) discard;
  out_FragColor = vec4(v_colour.rgb, 0.5);
}
`;
