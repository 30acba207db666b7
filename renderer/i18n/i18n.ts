/** The two languages of the screen. The first is the system's, or the one that this screen was last switched to. */
import { changeLanguage, t, use } from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Language } from '../globe/types.ts';
import { keep, kept } from '../kept.ts';
import en from './en.json';
import zh from './zh.json';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: typeof zh };
  }
}

/** `wanted` in order of wish, as the browser tells them; Chinese where none of the two is among them. */
export function firstLanguage(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    if (/^zh\b/i.test(tag)) return 'zh';
    if (/^en\b/i.test(tag)) return 'en';
  }
  return 'zh';
}

function keptLanguage(): Language | null {
  const language = kept('language');
  return language === 'zh' || language === 'en' ? language : null;
}

export function startLanguages(): Language {
  const language = keptLanguage() ?? firstLanguage(navigator.languages);
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
  keep('language', language);
}

function dress(language: Language): void {
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  document.title = t('app.title');
}
