import type { LanguageCode } from '@aws-sdk/client-comprehend';

/** Source: Amazon Comprehend Developer Guide, "Languages supported in Amazon Comprehend". Chinese has two codes, see below. */
const plainLanguages = ['ar', 'de', 'en', 'es', 'fr', 'hi', 'it', 'ja', 'ko', 'pt'] as const;

/** Comprehend's code for a BCP 47 tag; null when Comprehend does not know the language. */
export function comprehendLanguageOf(tag: string): LanguageCode | null {
  const locale = parseTag(tag);
  if (locale?.language === 'zh') return locale.script === 'Hant' ? 'zh-TW' : 'zh';
  return plainLanguages.find((code) => code === locale?.language) ?? null;
}

/** Adds the likely script, which is missing in tags such as zh-TW. */
function parseTag(tag: string): Intl.Locale | null {
  try {
    return new Intl.Locale(tag.replaceAll('_', '-')).maximize();
  } catch {
    return null;
  }
}
