/** Ages and lengths of time, short and in whole steps: "12 s", "12 秒". */
import type { Language } from '../globe/types.ts';

const WORDS = {
  zh: { s: '秒', min: '分钟', h: '小时', d: '天' },
  en: { s: 's', min: 'min', h: 'h', d: 'd' },
} as const;

/** `seconds` from the phenomenon to now; a clock that is a little ahead counts as 0. */
export function formatAge(seconds: number, language: Language): string {
  const words = WORDS[language];
  const whole = Math.max(0, Math.floor(seconds));
  if (whole < 60) return `${whole} ${words.s}`;
  if (whole < 3600) return `${Math.floor(whole / 60)} ${words.min}`;
  if (whole < 48 * 3600) return `${Math.floor(whole / 3600)} ${words.h}`;
  return `${Math.floor(whole / 86_400)} ${words.d}`;
}

/** The age in coarse steps for places where many stand side by side: under a minute in steps of ten seconds. */
export function coarseAge(seconds: number): number {
  return seconds < 60 ? Math.max(0, Math.floor(seconds / 10) * 10) : seconds;
}
