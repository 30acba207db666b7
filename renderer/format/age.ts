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

/** In whole minutes and more, for places where many ages stand side by side and should rest. */
export function formatCoarseAge(seconds: number, language: Language): string {
  return seconds < 60 ? `<${formatAge(60, language)}` : formatAge(seconds, language);
}
