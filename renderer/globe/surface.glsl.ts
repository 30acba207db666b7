/**
 * The last pass over the picture: sky where nothing was drawn, haze with distance, and what lies on the ground. Depth
 * gives each pixel its place in ENU metres, so heat and areas are fixed to the world and buildings stand in them.
 */
const areas = /* glsl */ `
struct Paint { vec4 colour; float hatch; };

Paint paintOf(vec2 code, sampler2D look) {
  int id = int(code.x * 255.0 + 0.5) + 256 * int(code.y * 255.0 + 0.5) - 1;
  if (id < 0) return Paint(vec4(0.0), 0.0);
  vec4 texel = texelFetch(look, ivec2(id & 255, id >> 8), 0);
  if (texel.a < 0.1) return Paint(vec4(0.0), 0.0);
  if (texel.a < 0.45) return Paint(vec4(0.0), 1.0);
  float alpha = (texel.a - 0.5) * 2.0;
  return Paint(vec4(texel.rgb * alpha, alpha), 0.0);
}

Paint areaPaint(sampler2D field, sampler2D look, vec2 uv) {
  vec2 size = vec2(textureSize(field, 0));
  vec2 at = uv * size - 0.5;
  ivec2 base = ivec2(floor(at));
  ivec2 last = ivec2(size) - 1;
  vec2 c00 = texelFetch(field, clamp(base, ivec2(0), last), 0).rg;
  vec2 c10 = texelFetch(field, clamp(base + ivec2(1, 0), ivec2(0), last), 0).rg;
  vec2 c01 = texelFetch(field, clamp(base + ivec2(0, 1), ivec2(0), last), 0).rg;
  vec2 c11 = texelFetch(field, clamp(base + ivec2(1, 1), ivec2(0), last), 0).rg;
  if (c00 == c10 && c00 == c01 && c00 == c11) return paintOf(c00, look);
  vec2 f = fract(at);
  Paint p00 = paintOf(c00, look), p10 = paintOf(c10, look), p01 = paintOf(c01, look), p11 = paintOf(c11, look);
  return Paint(
    mix(mix(p00.colour, p10.colour, f.x), mix(p01.colour, p11.colour, f.x), f.y),
    mix(mix(p00.hatch, p10.hatch, f.x), mix(p01.hatch, p11.hatch, f.x), f.y));
}

Paint fieldPaint(sampler2D field, sampler2D look, vec2 uv) {
  vec4 s = texture(field, uv);
  vec4 colour = texture(look, vec2((s.r * 255.0 + 0.5) / 256.0, 0.5));
  float alpha = colour.a * s.g * (0.45 + 0.55 * s.a);
  return Paint(vec4(colour.rgb * alpha, alpha), s.b * (1.0 - s.g));
}

Paint slotPaint(float kind, sampler2D field, sampler2D look, vec4 box, vec2 p) {
  vec2 uv = (p - box.xy) * box.zw;
  if (kind < 0.5 || any(lessThan(uv, vec2(0.0))) || any(greaterThan(uv, vec2(1.0)))) return Paint(vec4(0.0), 0.0);
  if (kind < 1.5) return fieldPaint(field, look, uv);
  return areaPaint(field, look, uv);
}
`;

export const SURFACE_SHADER = /* glsl */ `
uniform sampler2D colorTexture;
uniform sampler2D depthTexture;
uniform sampler2D u_fieldA;
uniform sampler2D u_lookA;
uniform sampler2D u_fieldB;
uniform sampler2D u_lookB;
uniform vec2 u_kinds;
uniform vec4 u_boxA;
uniform vec4 u_boxB;
uniform mat4 u_eyeToEnu;
uniform vec2 u_halfCurvature;
uniform float u_hazeMetres;
uniform float u_hatchMetres;
uniform vec3 u_zenith;
uniform vec3 u_horizon;
in vec2 v_textureCoordinates;
${areas}
void main() {
  vec4 scene = texture(colorTexture, v_textureCoordinates);
  float depth = texture(depthTexture, v_textureCoordinates).r;
  if (depth >= 1.0) {
    vec2 ndc = v_textureCoordinates * 2.0 - 1.0;
    vec3 eye = vec3(ndc.x / czm_projection[0][0], ndc.y / czm_projection[1][1], -1.0);
    vec3 direction = normalize(mat3(u_eyeToEnu) * eye);
    out_FragColor = vec4(mix(u_horizon, u_zenith, smoothstep(-0.02, 0.35, direction.z)), 1.0);
    return;
  }
  vec4 eye = czm_windowToEyeCoordinates(gl_FragCoord.xy, depth);
  eye.xyz /= eye.w;
  vec3 colour = scene.rgb;
  if (u_kinds.x + u_kinds.y > 0.5) {
    vec3 p = (u_eyeToEnu * vec4(eye.xyz, 1.0)).xyz;
    float height = p.z + dot(p.xy * p.xy, u_halfCurvature);
    Paint a = slotPaint(u_kinds.x, u_fieldA, u_lookA, u_boxA, p.xy);
    Paint b = slotPaint(u_kinds.y, u_fieldB, u_lookB, u_boxB, p.xy);
    vec4 paint = b.colour + a.colour * (1.0 - b.colour.a);
    float hatch = max(a.hatch * (1.0 - b.colour.a), b.hatch);
    float light = dot(colour, vec3(0.299, 0.587, 0.114));
    float built = smoothstep(4.0, 9.0, height);
    vec3 tint = paint.a > 0.0 ? paint.rgb / paint.a : vec3(0.0);
    vec3 onGround = tint * (clamp(0.40 + light * 4.0, 0.5, 0.84) + 0.25 * smoothstep(0.15, 0.4, light));
    vec3 onWalls = tint * clamp(light * 2.3, 0.12, 1.05);
    colour = mix(colour, mix(onGround, onWalls, built), paint.a * mix(0.66 * smoothstep(-0.06, 0.1, light), 0.68, built));
    if (hatch > 0.02) {
      float stripe = smoothstep(0.36, 0.46, abs(fract((p.x + p.y) / u_hatchMetres) - 0.5) + 0.04);
      colour = mix(colour, vec3(0.36, 0.38, 0.41), hatch * (1.0 - built) * (0.08 + 0.34 * stripe));
    }
  }
  float far = length(eye.xyz) / u_hazeMetres;
  out_FragColor = vec4(mix(colour, u_horizon, 1.0 - exp(-far * far)), 1.0);
}
`;
