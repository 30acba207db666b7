/**
 * The last pass over the picture: sky where nothing was drawn, haze with distance, and what lies on the ground. Depth
 * gives each pixel its place in ENU metres, so heat and areas are fixed to the world and buildings stand in them.
 *
 * Software rendering pays for every branch it might take, so each combination of covers is a shader of its own.
 */
import { LEVELS } from '#contract/catalogue.ts';
import { HATCH_SHARE } from '#layers/age.ts';
import { HATCH, WITHHELD } from '#layers/choropleth/colours.ts';
import { DIFFERENCE, LOOKS_AT, SIDES, type DivisionWay } from './division.glsl.ts';
import { FAINT, LEAST_WEIGHT, MOST_STOPS, SUPPORT } from '#layers/heat/paint.ts';
import { LEVEL_COLOURS } from '../format/levels.ts';

/** `contoured`: a field with lines of equal value. */
export type CoverKind = 'none' | 'field' | 'contoured' | 'areas';

const glsl = (number: number): string => number.toFixed(6);
/** Blue to red, as they are everywhere (format/levels.ts); a column each. */
const LEVELS_GLSL = LEVELS.map((level) => [1, 3, 5].map((at) => glsl(Number.parseInt(LEVEL_COLOURS[level].slice(at, at + 2), 16) / 255)).concat('0.0').join(', ')).join(', ');

const PAINTS = /* glsl */ `
uniform float u_unlit;
// Of the hatch: how much is silent, and how much is withheld.
struct Paint { vec4 colour; vec2 hatch; };
#ifdef CONTOURED
// Of the line at this pixel, if there is one: its colour, and how much of the pixel it covers.
vec4 contour = vec4(0.0);
#endif
`;

/** The same as `sumsAt` and `paintedAt` of `layers/heat/`, for every pixel. Nodes are fetched, not filtered: a filter's weights have eight bits. */
const FIELD = /* glsl */ `
vec4 splines(float t) {
  float s = 1.0 - t;
  return vec4(s * s * s, 4.0 - 6.0 * t * t + 3.0 * t * t * t, 4.0 - 6.0 * s * s + 3.0 * s * s * s, t * t * t) / 6.0;
}

vec4 sumsAt(sampler2D nodes, vec2 at) {
  vec2 whole = floor(at);
  ivec2 p = ivec2(whole) - 1;
  vec4 across = splines(at.x - whole.x);
  vec4 up = splines(at.y - whole.y);
  vec4 sums = vec4(0.0);
  for (int row = 0; row < 4; row++) {
    ivec2 q = p + ivec2(0, row);
    sums += up[row] * (across.x * texelFetch(nodes, q, 0) + across.y * texelFetch(nodes, q + ivec2(1, 0), 0)
      + across.z * texelFetch(nodes, q + ivec2(2, 0), 0) + across.w * texelFetch(nodes, q + ivec2(3, 0), 0));
  }
  return sums;
}

float positionOn(mat4 stops, float value) {
  float position = stops[2][0];
  for (int i = 0; i < ${MOST_STOPS - 1}; i++) {
    float from = stops[i >> 2][i & 3];
    float to = stops[(i + 1) >> 2][(i + 1) & 3];
    position += (stops[2 + ((i + 1) >> 2)][(i + 1) & 3] - stops[2 + (i >> 2)][i & 3]) * clamp((value - from) / (to - from), 0.0, 1.0);
  }
  return position;
}

Paint fieldPaint(sampler2D nodes, sampler2D look, vec4 box, mat4 stops, vec2 p) {
  vec2 at = (p - box.xy) * box.z;
  // The outermost nodes are empty.
  if (any(lessThan(at, vec2(1.0))) || any(greaterThanEqual(at, vec2(textureSize(nodes, 0) - 2)))) return Paint(vec4(0.0), vec2(0.0));
  vec4 sums = sumsAt(nodes, at);
  float measured = step(${glsl(LEAST_WEIGHT)}, sums.x);
  float total = sums.x + sums.w;
  float weight = max(sums.x, ${glsl(LEAST_WEIGHT)});
  float position = measured * positionOn(stops, box.w > 0.5 ? sums.y : sums.y / weight);
  float support = smoothstep(${glsl(SUPPORT.none)}, ${glsl(SUPPORT.full)}, sums.x);
  if (box.w > 0.5) support *= smoothstep(${glsl(FAINT.none)}, ${glsl(FAINT.full)}, position);
  float silence = smoothstep(${glsl(SUPPORT.none)}, ${glsl(SUPPORT.full)}, total) * sums.w / max(total, ${glsl(LEAST_WEIGHT)});
  vec4 colour = texelFetch(look, ivec2(min(int(position * 256.0), 255), 0), 0);
  float alpha = support * mix(colour.a * mix(1.0, sums.z / weight, measured), 1.0, u_unlit);
  return Paint(vec4(colour.rgb * alpha, alpha), vec2(silence * (1.0 - support), 0.0));
}
`;

/**
 * Lines where a field has a round value, as every pixel finds them itself: a pixel is on one where its value is nearer to it than its neighbour's.
 * `every`: value of one line, and how far apart they are; thresholds are drawn in their level's colour, broader. Unused ones lie beyond all values.
 */
const CONTOURS = /* glsl */ `
const mat4 LEVELS = mat4(${LEVELS_GLSL});
Paint contouredPaint(sampler2D nodes, sampler2D look, vec4 box, mat4 stops, vec2 every, vec4 thresholds, vec2 p) {
  Paint paint = fieldPaint(nodes, look, box, stops, p);
  vec4 sums = sumsAt(nodes, clamp((p - box.xy) * box.z, vec2(1.0), vec2(textureSize(nodes, 0) - 3)));
  float value = box.w > 0.5 ? sums.y : sums.y / max(sums.x, ${glsl(LEAST_WEIGHT)});
  float steps = (value - every.x) / every.y;
  // On a roof's edge two places meet that are far apart: the way between them is no slope.
  float slope = max(fwidth(steps), 1e-7);
  float line = (1.0 - smoothstep(0.4, 1.1, abs(fract(steps + 0.5) - 0.5) / slope)) * (1.0 - smoothstep(0.25, 0.5, slope)) * 0.75;
  float dark = smoothstep(0.35, 0.6, dot(paint.colour.rgb / max(paint.colour.a, 0.01), vec3(0.299, 0.587, 0.114)));
  vec4 found = vec4(mix(vec3(0.95), vec3(0.05), dark), line);
  for (int i = 0; i < 4; i++) {
    float marked = 1.0 - smoothstep(0.9, 1.6, abs(value - thresholds[i]) / (slope * every.y));
    found = mix(found, vec4(LEVELS[i].rgb, 1.0), marked * (1.0 - smoothstep(0.5, 1.0, slope)));
  }
  found.a *= smoothstep(${glsl(SUPPORT.none)}, ${glsl(SUPPORT.full)}, sums.x);
  if (found.a > contour.a) contour = found;
  return paint;
}
`;

const AREAS = /* glsl */ `
const vec2 HATCHES = vec2(${glsl(HATCH / 255)}, ${glsl(WITHHELD / 255)});
Paint paintOf(vec2 code, sampler2D look) {
  int id = int(code.x * 255.0 + 0.5) + 256 * int(code.y * 255.0 + 0.5) - 1;
  vec4 texel = id < 0 ? vec4(0.0) : texelFetch(look, ivec2(id & 255, id >> 8), 0);
  float alpha = mix(max(0.0, (texel.a - 0.5) * 2.0), step(0.5, texel.a), u_unlit);
  return Paint(vec4(texel.rgb * alpha, alpha), vec2(lessThan(abs(vec2(texel.a) - HATCHES), vec2(0.05))));
}

// Of the four nearest cells the area that weighs most: borders run smoothly between cells instead of in stairs.
Paint areaPaint(sampler2D field, sampler2D look, vec4 box, vec2 p) {
  vec2 uv = (p - box.xy) * box.zw;
  if (any(lessThan(uv, vec2(0.0))) || any(greaterThan(uv, vec2(1.0)))) return Paint(vec4(0.0), vec2(0.0));
  ivec2 last = textureSize(field, 0) - 1;
  vec2 at = uv * vec2(last + 1) - 0.5;
  ivec2 base = ivec2(floor(at));
  vec2 f = at - vec2(base);
  vec2 c00 = texelFetch(field, clamp(base, ivec2(0), last), 0).rg;
  vec2 c10 = texelFetch(field, clamp(base + ivec2(1, 0), ivec2(0), last), 0).rg;
  vec2 c01 = texelFetch(field, clamp(base + ivec2(0, 1), ivec2(0), last), 0).rg;
  vec2 c11 = texelFetch(field, clamp(base + ivec2(1, 1), ivec2(0), last), 0).rg;
  vec4 w = vec4((1.0 - f.x) * (1.0 - f.y), f.x * (1.0 - f.y), (1.0 - f.x) * f.y, f.x * f.y);
  float s00 = w.x + (c10 == c00 ? w.y : 0.0) + (c01 == c00 ? w.z : 0.0) + (c11 == c00 ? w.w : 0.0);
  float s10 = w.y + (c00 == c10 ? w.x : 0.0) + (c01 == c10 ? w.z : 0.0) + (c11 == c10 ? w.w : 0.0);
  float s01 = w.z + (c00 == c01 ? w.x : 0.0) + (c10 == c01 ? w.y : 0.0) + (c11 == c01 ? w.w : 0.0);
  float s11 = w.w + (c00 == c11 ? w.x : 0.0) + (c10 == c11 ? w.y : 0.0) + (c01 == c11 ? w.z : 0.0);
  float most = max(max(s00, s10), max(s01, s11));
  return paintOf(s00 == most ? c00 : s10 == most ? c10 : s01 == most ? c01 : c11, look);
}
`;

const EMPTY = 'Paint(vec4(0.0), vec2(0.0))';

const MAIN = /* glsl */ `
void main() {
  vec2 looked = looksAt();
  vec4 texel = texelAt(looked);
  vec3 colour = texel.rgb;
  // What is data already has an alpha below one (roadData.glsl.ts): it keeps its colour, and is nobody's mark.
  float bare = step(texel.a, 0.75);
  float depth = texture(depthTexture, looked).r;
  vec2 ndc = looked * 2.0 - 1.0;
  vec3 ray = mat3(u_eyeToEnu) * vec3((ndc.x + czm_projection[2][0]) / czm_projection[0][0], (ndc.y + czm_projection[2][1]) / czm_projection[1][1], -1.0);
  float along = length(ray);
  if (depth >= 1.0) {
    out_FragColor = vec4(mix(u_horizon, u_zenith, smoothstep(-0.02, 0.35, ray.z / along)), 1.0);
    return;
  }
#ifdef LOG_DEPTH
  float forward = exp2(depth * czm_log2FarDepthFromNearPlusOne) - 1.0 + czm_currentFrustum.x;
#else
  float forward = czm_currentFrustum.x * czm_currentFrustum.y / (czm_currentFrustum.y - depth * (czm_currentFrustum.y - czm_currentFrustum.x));
#endif
  float marked = bare < 0.5 && colour.r > 0.02 ? 1.0 - min(1.0, 5.0 * colour.g / colour.r) : 0.0;
  vec3 accent = u_accent * clamp(0.25 + 1.9 * colour.r, 0.45, 1.0);
#ifdef COVERED
  vec3 p = ray * forward + u_eyeToEnu[3].xyz;
  float height = p.z + dot(p.xy * p.xy, u_halfCurvature);
  Paint a = PAINT_A;
  Paint b = PAINT_B;
  vec4 paint = b.colour + a.colour * (1.0 - b.colour.a);
  paint *= 1.0 - bare;
  vec2 hatch = max(a.hatch * (1.0 - b.colour.a), b.hatch) * (1.0 - bare);
  float light = dot(colour, vec3(0.299, 0.587, 0.114));
  float built = smoothstep(4.0, 9.0, height);
  // Water keeps its colour under data, or a city on a river could not be read.
  float dry = 0.4 + 0.6 * step(0.012, distance(colour, u_water));
  vec3 tint = paint.rgb / max(paint.a, 0.001);
  vec3 onGround = tint * (clamp(0.40 + light * 4.0, 0.5, 0.84) + 0.25 * smoothstep(0.15, 0.4, light));
  vec3 onWalls = tint * clamp(light * u_dataOnWalls, 0.12, 1.05);
  vec3 lit = mix(onGround, onWalls, built);
  float share = mix(0.72 * dry * smoothstep(-0.06, 0.1, light), 0.68, built);
  colour = mix(colour, mix(lit, tint, u_unlit), paint.a * mix(share, 1.0, u_unlit));
  // Silent: falling from the left; withheld: rising.
  vec2 across = vec2(p.x + p.y, p.y - p.x) / u_hatchMetres;
  vec2 stripe = mix(smoothstep(0.36, 0.46, abs(fract(across) - 0.5) + 0.04), vec2(0.3), smoothstep(0.15, 0.45, fwidth(across)));
  vec2 greyed = hatch * (1.0 - built) * (${glsl(HATCH_SHARE.between)} + ${glsl(HATCH_SHARE.stripe)} * stripe);
  colour = mix(colour, u_silentGrey, max(greyed.x, greyed.y));
#ifdef CONTOURED
  colour = mix(colour, contour.rgb, contour.a * (1.0 - built) * (1.0 - bare));
#endif
#endif
  colour = mix(colour, accent, marked);
#ifdef COVERED
  float far = along * forward / u_hazeMetres * (1.0 - u_unlit * paint.a);
#else
  float far = along * forward / u_hazeMetres;
#endif
  out_FragColor = vec4(mix(colour, u_horizon, 1.0 - exp(-far * far)), 1.0);
}
`;

const UNIFORMS = /* glsl */ `
uniform sampler2D colorTexture;
uniform sampler2D depthTexture;
uniform mat4 u_eyeToEnu;
uniform float u_hazeMetres;
uniform vec3 u_zenith;
uniform vec3 u_horizon;
uniform vec3 u_accent;
in vec2 v_textureCoordinates;
#ifdef COVERED
uniform vec2 u_halfCurvature;
uniform float u_hatchMetres;
uniform float u_dataOnWalls;
uniform vec3 u_water;
uniform vec3 u_silentGrey;
#endif
`;

/** The shader for what lies in both slots: b over a, or as they share the map. */
export function surfaceShader(a: CoverKind, b: CoverKind, way: DivisionWay | null): string {
  const kinds = [a, b];
  const slots = [['A', a], ['B', b]] as const;
  const samplers = slots.filter(([, kind]) => kind !== 'none').map(([slot]) => `uniform sampler2D u_field${slot};\nuniform sampler2D u_look${slot};\nuniform vec4 u_box${slot};\nuniform mat4 u_stops${slot};\nuniform vec2 u_every${slot};\nuniform vec4 u_marks${slot};\n`);
  const calls = slots.map(([slot, kind]) => {
    const [field, look, box, stops, every, marks] = ['field', 'look', 'box', 'stops', 'every', 'marks'].map((name) => `u_${name}${slot}`);
    const painted = { none: EMPTY, field: `fieldPaint(${field}, ${look}, ${box}, ${stops}, p)`, contoured: `contouredPaint(${field}, ${look}, ${box}, ${stops}, ${every}, ${marks}, p)`, areas: `areaPaint(${field}, ${look}, ${box}, p)` }[kind];
    return `Paint slot${slot}(vec2 p) { return ${painted}; }\n`;
  });
  const isCovered = a !== 'none' || b !== 'none';
  const [shared, paintA, paintB] = paintsOf(kinds, way);
  return [
    isCovered ? '#define COVERED' : '', kinds.includes('contoured') ? '#define CONTOURED' : '', UNIFORMS, LOOKS_AT[way === 'sides' ? 'halves' : 'alone'], ...samplers, PAINTS,
    kinds.some(isField) ? FIELD : '', kinds.includes('contoured') ? CONTOURS : '', kinds.includes('areas') ? AREAS : '', ...calls,
    isCovered ? shared : '', MAIN.replace('PAINT_A', paintA).replace('PAINT_B', paintB),
  ].join('\n');
}

const isField = (kind: CoverKind): boolean => kind === 'field' || kind === 'contoured';

function paintsOf([a, b]: CoverKind[], way: DivisionWay | null): [shared: string, a: string, b: string] {
  if (way === 'swipe' || way === 'sides') return [SIDES, 'sidePaint(p.xy)', EMPTY];
  if (way === 'difference') return isField(a) && isField(b) ? [DIFFERENCE, 'differencePaint(p.xy)', EMPTY] : ['', a === 'areas' ? 'slotA(p.xy)' : EMPTY, EMPTY];
  return ['', 'slotA(p.xy)', 'slotB(p.xy)'];
}
