import type { Look } from './look.ts';

/** For a wall in a dim room: graphite and blue-grey, so that data is the only saturated thing. */
export const DARK = {
  id: 'dark',
  icon: 'M6.4 1.6a6.5 6.5 0 1 0 8 8a5.4 5.4 0 0 1-8-8z',
  ground: {
    outside: '#101317', land: '#1a1e24', water: '#0b1118', shore: '#2b3641', district: '#47515e', town: '#2c333c',
    park: '#1b231f', square: '#20242a', wood: '#19211d', wetland: '#172021',
    airport: '#1e2329', runway: '#2d343c', terminal: '#2a3038', railwayHub: '#20252b', port: '#1d2228',
    ring: '#333b45', expressway: '#2f3741', arterial: '#272e36', street: '#22282f', roadEdge: '#14171b', deckSide: '#191d22',
    selected: '#7fd4ff',
  },
  rail: { official: 0, neutral: '#38404a' },
  names: { halo: 'rgb(13 16 20 / 88%)', plain: '#c9d2dd', quiet: '#98a3b0', water: '#7f9bb8', green: '#8fa593', strong: '#e9eef4', dot: '#aeb9c5' },
  signs: 'dark',
  zenith: [0.026, 0.032, 0.040],
  horizon: [0.114, 0.133, 0.157],
  haze: 1,
  accent: [0.498, 0.831, 1],
  dataOnWalls: 2.3,
  light: {
    sunAzimuth: 247, sunElevation: 24,
    sun: [0.2, 0.208, 0.222], sky: [0.165, 0.187, 0.232], bounce: [0.075, 0.082, 0.095],
    street: 0.46, saturation: 0.1, contrast: 0.34,
    mirrorZenith: [0.05, 0.065, 0.09], mirrorHorizon: [0.13, 0.155, 0.19], mirror: 0.55,
    windowsLit: 0, window: [0, 0, 0],
  },
} as const satisfies Look;
