/** The two languages of the screen. The first is the system's, or the one that this screen was last switched to. */
import { changeLanguage, t, use } from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Language } from '../globe/types.ts';
import en from './en.json';
import zh from './zh.json';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: typeof zh };
  }
}

const KEPT = 'chengmai:language';

/** `wanted` in order of wish, as the browser tells them; Chinese where none of the two is among them. */
export function firstLanguage(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    if (/^zh\b/i.test(tag)) return 'zh';
    if (/^en\b/i.test(tag)) return 'en';
  }
  return 'zh';
}

function kept(): Language | null {
  try {
    const value = localStorage.getItem(KEPT);
    return value === 'zh' || value === 'en' ? value : null;
  } catch {
    // Storage may be forbidden: then the system's language it is.
    return null;
  }
}

export function startLanguages(): Language {
  const language = kept() ?? firstLanguage(navigator.languages);
  void use(initReactI18next).init({
    lng: language,
    resources: { zh: { translation: zh }, en: { translation: en } },
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
  });
  dress(language);
  return language;
}

export function speak(language: Language): void {
  void changeLanguage(language);
  dress(language);
  try {
    localStorage.setItem(KEPT, language);
  } catch {
    // Not kept, then: the switch works all the same.
  }
}

function dress(language: Language): void {
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  document.title = t('app.title');
}
