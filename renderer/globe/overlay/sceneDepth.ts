/**
 * What makes a deck.gl layer part of Cesium's picture: depth by the same logarithm as everything around it, and, where the
 * scene is asked what lies under a pixel, one colour instead of its own.
 */
import type { ShaderModule } from '@luma.gl/shadertools';

export interface SceneDepth {
  /** Of the frustum that is being drawn: nearest distance in metres, and 1 / log₂(its depth + 1). */
  near: number;
  inverseLog: number;
  /** 0…1; alpha 0 where colours are the layer's own. */
  pick: readonly [number, number, number, number];
}

const BLOCK = `layout(std140) uniform sceneDepthUniforms {
  float near;
  float inverseLog;
  vec4 pick;
} sceneDepth;
`;

/** For `_addDefaultShaderModule`: every layer of a deck has it. Fragment shaders must write `fragColor`, as deck.gl's own do. */
export const sceneDepthModule = {
  name: 'sceneDepth',
  vs: BLOCK,
  fs: BLOCK,
  uniformTypes: { near: 'f32', inverseLog: 'f32', pick: 'vec4<f32>' },
  inject: {
    'vs:#decl': 'out float sceneDepthPlusOne;\n',
    // Nothing that the eye can see is cut off by the planes that deck.gl's own projection has.
    'vs:#main-end': `sceneDepthPlusOne = gl_Position.w - sceneDepth.near + 1.0;
  if (gl_Position.w > 0.0 && abs(gl_Position.x) < 1e6 * gl_Position.w) gl_Position.z = clamp(gl_Position.z / gl_Position.w, -1.0, 1.0) * gl_Position.w;\n`,
    'fs:#decl': 'in float sceneDepthPlusOne;\n',
    'fs:#main-start': `if (sceneDepthPlusOne <= 0.9999999) discard;
  gl_FragDepth = log2(sceneDepthPlusOne) * sceneDepth.inverseLog;\n`,
    'fs:#main-end': 'if (sceneDepth.pick.a > 0.0) fragColor = sceneDepth.pick;\n',
  },
} as const satisfies ShaderModule & { inject: Record<string, string> };
