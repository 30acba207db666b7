/**
 * Linear light in, linear colour out. A storey is 3.4 m, a window axis 3.2 m; where they are smaller than a pixel their mean takes
 * over, so that façades do not shimmer. A marked building arrives without green (see `marked` in theme.ts) and leaves so.
 */
export const BUILDING_SHADER = /* glsl */ `
float oneOf(vec2 cell) {
  vec3 p = fract(vec3(cell.xyx) * 0.1031);
  p += dot(p, p.yzx + 33.33);
  return fract((p.x + p.y) * p.z);
}

void fragmentMain(FragmentInput fsInput, inout czm_modelMaterial material) {
  vec3 eye = fsInput.attributes.positionEC;
  vec3 normal = mat3(u_eyeToEnu) * normalize(cross(dFdx(eye), dFdy(eye)));
  vec3 ray = mat3(u_eyeToEnu) * normalize(eye);
  vec3 at = (u_eyeToEnu * vec4(eye, 1.0)).xyz;
  float height = at.z + dot(at.xy * at.xy, u_halfCurvature);
  float glass = fsInput.attributes.color_0.a;
  vec3 own = material.diffuse;
  float marked = step(own.g, 0.0) * step(0.002, own.r);

  float grey = dot(own, vec3(0.2126, 0.7152, 0.0722));
  vec3 albedo = mix(vec3(0.36), mix(vec3(grey), own, u_saturation), u_contrast);
  float open = mix(u_street, 1.0, min(1.0, height * 0.018));
  vec3 light = u_sun * max(0.0, dot(normal, u_sunDirection)) + mix(u_bounce, u_sky, 0.5 + 0.5 * normal.z);
  vec3 wall = albedo * light * open;

  // The same axes for all of a wall: its direction in coarse steps, so that the noise of normals does not move them.
  vec2 along = floor(normalize(vec2(-normal.y, normal.x) + 1e-5) * 48.0 + 0.5) / 48.0;
  vec2 cells = vec2(dot(at.xy, along) / 3.2, height / 3.4);
  vec2 within = abs(fract(cells) - 0.5);
  vec2 blur = fwidth(cells);
  float pane = 0.5 * sqrt(glass);
  vec2 edge = max(blur, vec2(0.04));
  vec2 covered = clamp((vec2(pane) - within) / edge + 0.5, 0.0, 1.0);
  float far = smoothstep(0.3, 0.9, max(blur.x, blur.y));
  float upright = 1.0 - smoothstep(0.5, 0.8, abs(normal.z));
  float panes = mix(covered.x * covered.y, glass, far) * upright;

  vec3 mirrored = reflect(ray, normal);
  vec3 sky = mix(u_mirrorHorizon, u_mirrorZenith, clamp(mirrored.z * 1.6 + 0.1, 0.0, 1.0)) * (0.45 + 0.55 * smoothstep(-0.25, 0.05, mirrored.z));
  float facing = 1.0 + dot(ray, normal);
  float mirror = u_mirror * (0.16 + 0.84 * facing * facing * facing);
  float glint = max(0.0, dot(mirrored, u_sunDirection));
  glint *= glint;
  glint *= glint;
  glint *= glint;
  vec3 pane3 = albedo * light * open * 0.42;
  pane3 = mix(pane3, sky + u_sun * glint * glint * 0.8, mirror);

  float lit = mix(step(1.0 - u_windowsLit, oneOf(floor(cells) + along * 97.0)), u_windowsLit * 0.8, far);
  pane3 = mix(pane3, u_window * (0.55 + 0.45 * far), lit);

  vec3 colour = mix(wall, pane3, panes);
  material.diffuse = mix(colour, vec3(max(0.05, dot(colour, vec3(0.34))), 0.0, 0.0), marked);
  material.alpha = 1.0;
}
`;
