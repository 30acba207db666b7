import type { Look } from './look.ts';

/** Late afternoon: a warm sun from the west-south-west, paper-grey ground, water darker than land. */
export const DAY = {
  id: 'day',
  icon: 'M8 4.8a3.2 3.2 0 1 1 0 6.4a3.2 3.2 0 0 1 0-6.4zM7.25.8h1.5v2.4h-1.5zm0 12h1.5v2.4h-1.5zM.8 7.25h2.4v1.5H.8zm12 0h2.4v1.5h-2.4zM3.44 2.38l1.7 1.7l-1.06 1.06l-1.7-1.7zm8.48 8.48l1.7 1.7l-1.06 1.06l-1.7-1.7zM2.38 12.56l1.7-1.7l1.06 1.06l-1.7 1.7zm8.48-8.48l1.7-1.7l1.06 1.06l-1.7 1.7z',
  ground: {
    outside: '#c9ccc8', land: '#d3d1c8', water: '#8ea4b0', shore: '#74878f', district: '#a19f99', town: '#b9b8b0',
    park: '#b4c0a1', square: '#dcd8cd', wood: '#a9b898', wetland: '#a9b9a6',
    airport: '#cdcdc6', runway: '#aeb0af', terminal: '#bcbab3', railwayHub: '#c9c7c0', port: '#c6c5bf',
    ring: '#f3ecdb', expressway: '#f1ebdd', arterial: '#ece9e0', street: '#e3e0d8', roadEdge: '#b9b5aa', deckSide: '#a5a19a',
    selected: '#00759f',
  },
  rail: { official: 0.34, neutral: '#b3b1aa' },
  names: { halo: 'rgb(240 239 234 / 90%)', plain: '#2f363c', quiet: '#5a6064', water: '#34596f', green: '#43603c', strong: '#14191d', dot: '#47525b' },
  signs: 'light',
  zenith: [0.42, 0.56, 0.71],
  horizon: [0.85, 0.86, 0.84],
  haze: 0.9,
  accent: [0.03, 0.55, 0.75],
  dataOnWalls: 1.25,
  light: {
    sunAzimuth: 244, sunElevation: 36,
    sun: [1.6, 1.45, 1.2], sky: [0.74, 0.82, 0.93], bounce: [0.5, 0.49, 0.46],
    street: 0.74, saturation: 0.78, contrast: 0.92,
    mirrorZenith: [0.3, 0.44, 0.62], mirrorHorizon: [0.8, 0.82, 0.8], mirror: 0.85,
    windowsLit: 0, window: [0, 0, 0],
  },
} as const satisfies Look;
