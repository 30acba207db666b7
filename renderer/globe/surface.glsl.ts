/**
 * The last pass over the picture: sky where nothing was drawn, haze with distance, and what lies on the ground. Depth
 * gives each pixel its place in ENU metres, so heat and areas are fixed to the world and buildings stand in them.
 *
 * Software rendering pays for every branch it might take, so each combination of covers is a shader of its own.
 */
export type CoverKind = 'none' | 'field' | 'areas';

const PAINTS = /* glsl */ `
struct Paint { vec4 colour; float hatch; };
`;

const FIELD = /* glsl */ `
Paint fieldPaint(sampler2D field, sampler2D look, vec2 uv) {
  vec4 s = texture(field, uv);
  vec4 colour = texelFetch(look, ivec2(int(s.r * 255.0 + 0.5), 0), 0);
  float alpha = colour.a * s.g * (0.45 + 0.55 * s.a);
  return Paint(vec4(colour.rgb * alpha, alpha), s.b * (1.0 - s.g));
}
`;

const AREAS = /* glsl */ `
Paint paintOf(vec2 code, sampler2D look) {
  int id = int(code.x * 255.0 + 0.5) + 256 * int(code.y * 255.0 + 0.5) - 1;
  vec4 texel = id < 0 ? vec4(0.0) : texelFetch(look, ivec2(id & 255, id >> 8), 0);
  float alpha = max(0.0, (texel.a - 0.5) * 2.0);
  return Paint(vec4(texel.rgb * alpha, alpha), texel.a > 0.1 && texel.a < 0.45 ? 1.0 : 0.0);
}

// Of the four nearest cells the area that weighs most: borders run smoothly between cells instead of in stairs.
Paint areaPaint(sampler2D field, sampler2D look, vec2 uv) {
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

const MAIN = /* glsl */ `
void main() {
  vec3 colour = texture(colorTexture, v_textureCoordinates).rgb;
  float depth = texture(depthTexture, v_textureCoordinates).r;
  vec2 ndc = v_textureCoordinates * 2.0 - 1.0;
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
  float marked = colour.r > 0.02 ? 1.0 - min(1.0, 5.0 * colour.g / colour.r) : 0.0;
  vec3 accent = u_accent * clamp(0.25 + 1.9 * colour.r, 0.45, 1.0);
#ifdef COVERED
  vec3 p = ray * forward + u_eyeToEnu[3].xyz;
  float height = p.z + dot(p.xy * p.xy, u_halfCurvature);
  Paint a = PAINT_A;
  Paint b = PAINT_B;
  vec4 paint = b.colour + a.colour * (1.0 - b.colour.a);
  float hatch = max(a.hatch * (1.0 - b.colour.a), b.hatch);
  float light = dot(colour, vec3(0.299, 0.587, 0.114));
  float built = smoothstep(4.0, 9.0, height);
  // Water keeps its colour under data, or a city on a river could not be read.
  float dry = 0.4 + 0.6 * step(0.012, distance(colour, u_water));
  vec3 tint = paint.rgb / max(paint.a, 0.001);
  vec3 onGround = tint * (clamp(0.40 + light * 4.0, 0.5, 0.84) + 0.25 * smoothstep(0.15, 0.4, light));
  vec3 onWalls = tint * clamp(light * u_dataOnWalls, 0.12, 1.05);
  colour = mix(colour, mix(onGround, onWalls, built), paint.a * mix(0.72 * dry * smoothstep(-0.06, 0.1, light), 0.68, built));
  float across = (p.x + p.y) / u_hatchMetres;
  float stripe = mix(smoothstep(0.36, 0.46, abs(fract(across) - 0.5) + 0.04), 0.3, smoothstep(0.15, 0.45, fwidth(across)));
  colour = mix(colour, vec3(0.36, 0.38, 0.41), hatch * (1.0 - built) * (0.16 + 0.28 * stripe));
#endif
  colour = mix(colour, accent, marked);
  float far = along * forward / u_hazeMetres;
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
#endif
`;

/** The shader for what lies in both slots. */
export function surfaceShader(a: CoverKind, b: CoverKind): string {
  const kinds = [a, b];
  const slots = [['A', a], ['B', b]] as const;
  const samplers = slots.filter(([, kind]) => kind !== 'none').map(([slot]) => `uniform sampler2D u_field${slot};\nuniform sampler2D u_look${slot};\nuniform vec4 u_box${slot};\n`);
  const calls = slots.map(([slot, kind]) => `Paint slot${slot}(vec2 p) {
${kind === 'none' ? '  return Paint(vec4(0.0), 0.0);' : `  vec2 uv = (p - u_box${slot}.xy) * u_box${slot}.zw;
  vec2 inside = step(vec2(0.0), uv) * step(uv, vec2(1.0));
  Paint paint = ${kind === 'field' ? 'fieldPaint' : 'areaPaint'}(u_field${slot}, u_look${slot}, uv);
  return Paint(paint.colour * inside.x * inside.y, paint.hatch * inside.x * inside.y);`}
}
`);
  return [
    a !== 'none' || b !== 'none' ? '#define COVERED' : '', UNIFORMS, ...samplers, PAINTS, kinds.includes('field') ? FIELD : '', kinds.includes('areas') ? AREAS : '', ...calls,
    MAIN.replace('PAINT_A', 'slotA(p.xy)').replace('PAINT_B', 'slotB(p.xy)'),
  ].join('\n');
}
