import type { Look } from './look.ts';

/** Just before sunset: long warm light from the west-north-west, blue shade, windows that come on here and there. */
export const DUSK: Look = {
  id: 'dusk',
  ground: {
    outside: '#3f434e', land: '#474a54', water: '#2c3846', shore: '#5d6674', district: '#7d8290', town: '#5b5f6a',
    park: '#414d49', square: '#4d4f57', wood: '#3d4945', wetland: '#3e4b4e',
    airport: '#4a4d56', runway: '#5a5d66', terminal: '#585a63', railwayHub: '#4c4f58', port: '#4a4d56',
    ring: '#746c64', expressway: '#6e6862', arterial: '#62605f', street: '#56565b', roadEdge: '#3a3c45', deckSide: '#3c3d45',
    selected: '#8fdcff',
  },
  rail: { official: 0.22, neutral: '#6d7079' },
  zenith: [0.20, 0.26, 0.38],
  horizon: [0.66, 0.55, 0.50],
  haze: 0.85,
  accent: [0.5, 0.84, 1],
  dataOnWalls: 1.7,
  light: {
    sunAzimuth: 288, sunElevation: 9,
    sun: [1.05, 0.58, 0.3], sky: [0.16, 0.2, 0.3], bounce: [0.07, 0.075, 0.1],
    street: 0.5, saturation: 0.6, contrast: 0.85,
    mirrorZenith: [0.05, 0.08, 0.17], mirrorHorizon: [0.5, 0.34, 0.25], mirror: 0.9,
    windowsLit: 0.3, window: [0.95, 0.68, 0.36],
  },
};
