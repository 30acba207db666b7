/**
 * Linear light in, linear colour out. A storey is 3.4 m, a window axis 3.2 m; where they are smaller than a pixel their mean takes
 * over, so that façades do not shimmer. A marked building arrives without green (city.ts) and leaves so.
 *
 * All directions are those of the eye: without a graphics card each turn of a vector is paid for in every pixel of the city.
 */
const VERTEX = /* glsl */ `
void vertexMain(VertexInput vsInput, inout czm_modelVertexOutput vsOutput) {
  vec3 at = (u_eyeToEnu * (czm_modelView * vec4(vsInput.attributes.positionMC, 1.0))).xyz;
  v_at = vec3(at.xy, at.z + dot(at.xy * at.xy, u_halfCurvature));
  LOOK_UP
}
`;

/**
 * Of buildings that are coloured by data (buildingPaint.ts): the number in the batch colour, and what the texture says of it. Both are
 * the same at all corners of a building. White says that there is no number, and what lacks green is marked.
 */
const LOOK_UP = /* glsl */ `
#ifdef HAS_SELECTED_FEATURE_ID
  vec3 digits = texture(model_batchTexture, computeSt(float(vsInput.featureIds.SELECTED_FEATURE_ID))).rgb;
  int number = int(dot(digits * 255.0 - 128.0, vec3(1.0, 128.0, 16384.0)) + 0.5);
  ivec2 size = textureSize(u_tints, 0);
  v_digits = digits;
  v_tint = digits.g > 0.4 && number < size.x * size.y ? texelFetch(u_tints, ivec2(number % size.x, number / size.x), 0) : vec4(0.0);
#endif
`;

const FRAGMENT = /* glsl */ `
float oneOf(vec2 cell) {
  vec3 p = fract(cell.xyx * 0.1031);
  p += dot(p, p.yzx + 33.33);
  return fract((p.x + p.y) * p.z);
}

void fragmentMain(FragmentInput fsInput, inout czm_modelMaterial material) {
  vec3 eye = fsInput.attributes.positionEC;
  vec3 normal = normalize(cross(dFdx(eye), dFdy(eye)));
  vec3 ray = normalize(eye);
  float up = dot(normal, u_up);
  float sunlit = dot(normal, u_sunDirection);
  float glass = fsInput.attributes.color_0.a;
  vec3 own = material.diffuse;

  float grey = dot(own, vec3(0.2126, 0.7152, 0.0722));
  vec3 albedo = mix(vec3(0.36), mix(vec3(grey), own, u_saturation), u_contrast);
  float open = mix(u_street, 1.0, min(1.0, v_at.z * 0.018)) * (1.0 + 0.16 * clamp(v_at.z * 0.004 - 0.24, 0.0, 1.0));
  vec3 wall = albedo * (u_sun * max(0.0, sunlit) + mix(u_bounce, u_sky, 0.5 + 0.5 * up)) * open;

  // The same axes for all of a wall: its direction in coarse steps, so that the noise of normals does not move them.
  vec2 along = floor(vec2(-dot(normal, u_north), dot(normal, u_east)) * 48.0 + 0.5) * (1.0 / 48.0);
  vec2 cells = vec2(dot(v_at.xy, along) * 0.3125, v_at.z * 0.2941);
  vec2 blur = fwidth(cells);
  vec2 covered = clamp((0.5 * sqrt(glass) - abs(fract(cells) - 0.5)) / max(blur, vec2(0.04)) + 0.5, 0.0, 1.0);
  float pane = covered.x * covered.y;
  float far = clamp(max(blur.x, blur.y) * 1.7 - 0.5, 0.0, 1.0);
  // Between the panes of a curtain wall there is hardly a wall.
  float panes = mix(mix(pane, 1.0, glass * glass * 0.75), glass, far) * step(abs(up), 0.6);

  float facing = dot(ray, normal);
  float mirroredUp = abs(dot(ray, u_up) - 2.0 * facing * up);
  float glint = max(0.0, dot(ray, u_sunDirection) - 2.0 * facing * sunlit);
  glint *= glint;
  glint *= glint;
  glint *= glint;
  float aslant = 1.0 + facing;
  vec3 mirrored = mix(u_mirrorHorizon, u_mirrorZenith, min(1.0, mirroredUp * 1.6 + 0.1)) * 0.8 + u_sun * (glint * glint * 0.8);
  vec3 window = mix(wall * 0.6, mirrored, u_mirror * (0.24 + 0.76 * aslant * aslant * aslant));

  float chance = oneOf(floor(cells) + along * 97.0);
  window *= 1.0 + u_mirror * u_mirror * (0.34 * chance - 0.17) * (1.0 - far);
  float lit = mix(step(1.0 - u_windowsLit, chance) * pane * (0.35 + 0.65 * fract(chance * 57.0)), u_windowsLit * 0.5, far);
  vec3 colour = mix(wall, mix(window, u_window, lit), panes);

  float marked = step(own.g, 0.0) * step(0.002, own.r);
  material.diffuse = mix(colour, vec3(max(0.05, dot(colour, vec3(0.34))), 0.0, 0.0), marked);
  material.alpha = 1.0;
  TINT
}
`;

/**
 * Data on a building takes light and shade from the building, its colour from the legend; unlit it is the legend's. Silent or withheld is
 * hatched; what nothing is said of goes grey, so that data alone is coloured. Cesium multiplies with the batch colour afterwards: what
 * it will do is undone. An alpha below one tells the last pass that data is here already.
 */
const TINT = /* glsl */ `
#ifdef HAS_SELECTED_FEATURE_ID
  if (v_digits.g > 0.4) {
    float lightness = (dot(u_sun, vec3(0.333)) * max(0.0, sunlit) + mix(dot(u_bounce, vec3(0.333)), dot(u_sky, vec3(0.333)), 0.5 + 0.5 * up)) * open;
    float roof = dot(u_sun, vec3(0.333)) * max(0.0, dot(u_sunDirection, u_up)) + dot(u_sky, vec3(0.333));
    float shade = mix(clamp(0.3 + 0.7 * sqrt(lightness / roof), 0.4, 1.0) * (1.0 - 0.14 * panes), 1.0, u_unlit);
    float fresh = clamp(v_tint.a * 2.0 - 1.0, 0.0, 1.0);
    vec3 data = mix(vec3(0.5, 0.52, 0.54), v_tint.rgb, fresh) * shade;
    float stripe = step(0.5, fract((v_at.x + v_at.y + v_at.z) * 0.125));
    vec3 hatched = mix(vec3(0.3, 0.32, 0.34), vec3(0.5, 0.52, 0.54), stripe) * shade;
    vec3 bare = czm_linearToSrgb(mix(colour, vec3(dot(colour, vec3(0.2126, 0.7152, 0.0722))), 0.85));
    vec3 shown = v_tint.a > 0.45 ? data : v_tint.a > 0.1 ? hatched : bare;
    material.diffuse = czm_srgbToLinear(shown / v_digits);
    if (v_tint.a > 0.1) material.alpha = 0.5;
  }
#endif
`;

/** `tinted`: for buildings that are coloured by data. */
export const buildingVertex = (tinted: boolean): string => VERTEX.replace('LOOK_UP', tinted ? LOOK_UP : '');
export const buildingFragment = (tinted: boolean): string => FRAGMENT.replace('TINT', tinted ? TINT : '');
