import type { Look } from './look.ts';

/** Just before sunset: long warm light from the west-north-west, blue shade, windows that come on here and there. */
export const DUSK = {
  id: 'dusk',
  icon: 'M8 5.2a4 4 0 0 1 4 4v.6H4v-.6a4 4 0 0 1 4-4zM7.25 1.4h1.5v2.4h-1.5zM2.7 3.76l1.7 1.7l-1.06 1.06l-1.7-1.7zm10.6 0l1.06 1.06l-1.7 1.7l-1.06-1.06zM1 10.9h14v1.4H1zm3 2.6h8v1.4H4z',
  ground: {
    outside: '#3d434f', land: '#484d59', water: '#2b3a4d', shore: '#5d6878', district: '#747b8a', town: '#5a606d',
    park: '#414d49', square: '#4d4f57', wood: '#3d4945', wetland: '#3e4b4e',
    airport: '#4a4d56', runway: '#5a5d66', terminal: '#585a63', railwayHub: '#4c4f58', port: '#4a4d56',
    ring: '#6d6a68', expressway: '#686665', arterial: '#5e5f63', street: '#53565e', roadEdge: '#3a3c45', deckSide: '#3c3d45',
    selected: '#8fdcff',
  },
  rail: { official: 0.22, neutral: '#6d7079' },
  names: { halo: 'rgb(30 33 42 / 86%)', plain: '#e2e3e8', quiet: '#b9bcc6', water: '#a3bbd6', green: '#aebfab', strong: '#fbf6ee', dot: '#d3d6de' },
  signs: 'dark',
  zenith: [0.20, 0.26, 0.38],
  horizon: [0.66, 0.55, 0.50],
  haze: 0.85,
  accent: [0.5, 0.84, 1],
  dataOnWalls: 1.35,
  light: {
    sunAzimuth: 281, sunElevation: 11,
    sun: [1.5, 0.8, 0.4], sky: [0.2, 0.26, 0.4], bounce: [0.085, 0.095, 0.13],
    street: 0.5, saturation: 0.6, contrast: 0.85,
    mirrorZenith: [0.08, 0.12, 0.24], mirrorHorizon: [0.46, 0.34, 0.28], mirror: 0.9,
    windowsLit: 0.16, window: [1, 0.72, 0.38],
  },
} as const satisfies Look;
