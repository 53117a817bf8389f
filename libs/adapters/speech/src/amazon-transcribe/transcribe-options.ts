import type { AmazonTranscribeSettings } from './amazon-transcribe.settings.js';
import { refuse } from './refuse-option.js';
import { checkAnalytics, parseAnalytics, type AnalyticsOptions } from './analytics-options.js';
import { analyticsLanguages, redactedLanguages } from './transcribe-values.js';

/** What a session requests besides the format of its audio. */
export interface TranscribeOptions {
  /** What Call Analytics does for calls with two tracks; null streams them with the standard API. */
  readonly analytics: AnalyticsOptions | null;
  readonly language:
    | { readonly mode: 'fixed' }
    | {
        readonly mode: 'identify-language' | 'identify-multiple-languages';
        readonly options: readonly string[];
        readonly preferred: string | undefined;
      };
  readonly vocabularies: readonly string[];
  readonly languageModels: readonly string[];
  /** Types to replace in the text; an empty list means all, null none. */
  readonly redactedTypes: readonly string[] | null;
  readonly partialStability: AmazonTranscribeSettings['TRANSCRIBE_PARTIAL_STABILITY'];
}

const LANGUAGE_TAG = /^[a-z]{2,3}-[A-Z]{2}$/;

/** Throws `Failure` `SPEECH_OPTIONS_INVALID`, which names the setting, when settings do not go together. */
export function parseTranscribeOptions(settings: AmazonTranscribeSettings, language: string): TranscribeOptions {
  const options: TranscribeOptions = {
    analytics: parseAnalytics(settings),
    language: parseLanguage(settings, language),
    vocabularies: settings.TRANSCRIBE_VOCABULARY,
    languageModels: settings.TRANSCRIBE_LANGUAGE_MODEL,
    redactedTypes: settings.TRANSCRIBE_REDACTION ? settings.TRANSCRIBE_PII_TYPES : null,
    partialStability: settings.TRANSCRIBE_PARTIAL_STABILITY,
  };
  if (!settings.TRANSCRIBE_REDACTION && settings.TRANSCRIBE_PII_TYPES.length > 0)
    throw refuse('TRANSCRIBE_PII_TYPES', 'needs TRANSCRIBE_REDACTION=true');
  checkSuffixes('TRANSCRIBE_VOCABULARY', options.vocabularies);
  checkSuffixes('TRANSCRIBE_LANGUAGE_MODEL', options.languageModels);
  if (options.language.mode === 'fixed') checkLanguage(options, language);
  else checkIdentification(options, settings.TRANSCRIBE_LANGUAGE_MODE);
  checkAnalytics(settings);
  return options;
}

/** Throws when a call in this language cannot have the options. */
export function checkLanguage({ redactedTypes, analytics }: TranscribeOptions, language: string): void {
  if (!LANGUAGE_TAG.test(language))
    throw refuse('SPEECH_LANGUAGE', 'Amazon Transcribe needs a language with its country, such as en-US');
  if (redactedTypes !== null && !redactedLanguages.includes(language))
    throw refuse('TRANSCRIBE_REDACTION', `Amazon Transcribe redacts only ${redactedLanguages.join(', ')}`);
  if (analytics === null) return;
  if (!analyticsLanguages.includes(language))
    throw refuse('TRANSCRIBE_API_MODE', `Call Analytics knows only ${analyticsLanguages.join(', ')}`);
  if (analytics.identifiesPii && !redactedLanguages.includes(language))
    throw refuse('TRANSCRIBE_PII_IDENTIFICATION', `Amazon Transcribe knows only ${redactedLanguages.join(', ')}`);
}

/** Whether a category of Call Analytics is an alert. */
export function isAlert(category: string, { analytics }: TranscribeOptions): boolean {
  const { alertCategories = [] } = analytics ?? {};
  return alertCategories.includes('*') || alertCategories.includes(category);
}

/** The single name, or the name that ends with the language of the call; undefined when none fits. */
export function chooseByLanguage(names: readonly string[], language: string): string | undefined {
  const [only] = names;
  return names.length === 1 ? only : names.find((name) => name.endsWith(`_${language}`));
}

function parseLanguage(settings: AmazonTranscribeSettings, language: string): TranscribeOptions['language'] {
  const { TRANSCRIBE_LANGUAGE_MODE: mode, TRANSCRIBE_LANGUAGE_OPTIONS: options } = settings;
  const preferred = settings.TRANSCRIBE_PREFERRED_LANGUAGE;
  if (mode === 'fixed') {
    if (options.length > 0) throw refuse('TRANSCRIBE_LANGUAGE_OPTIONS', `the language is fixed: ${language}`);
    if (preferred !== undefined) throw refuse('TRANSCRIBE_PREFERRED_LANGUAGE', `the language is fixed: ${language}`);
    return { mode };
  }
  const wrong = options.find((option) => !LANGUAGE_TAG.test(option));
  if (wrong !== undefined) throw refuse('TRANSCRIBE_LANGUAGE_OPTIONS', 'expected languages such as en-US, es-US');
  if (options.length < 2) throw refuse('TRANSCRIBE_LANGUAGE_OPTIONS', 'expected two or more languages');
  const dialects = options.map((option) => option.split('-')[0]);
  if (new Set(dialects).size < options.length)
    throw refuse('TRANSCRIBE_LANGUAGE_OPTIONS', 'expected one dialect of each language');
  if (preferred !== undefined && !options.includes(preferred))
    throw refuse('TRANSCRIBE_PREFERRED_LANGUAGE', 'expected one of TRANSCRIBE_LANGUAGE_OPTIONS');
  return { mode, options, preferred };
}

function checkIdentification({ vocabularies, languageModels, redactedTypes }: TranscribeOptions, mode: string): void {
  const reason = `does not go with TRANSCRIBE_LANGUAGE_MODE=${mode}`;
  if (vocabularies.length > 0) throw refuse('TRANSCRIBE_VOCABULARY', reason);
  if (languageModels.length > 0) throw refuse('TRANSCRIBE_LANGUAGE_MODEL', reason);
  if (redactedTypes !== null) throw refuse('TRANSCRIBE_REDACTION', reason);
}

function checkSuffixes(setting: string, names: readonly string[]): void {
  if (names.length < 2 || names.every((name) => LANGUAGE_TAG.test(name.slice(name.lastIndexOf('_') + 1)))) return;
  throw refuse(setting, 'of several names, each must end with its language, such as _en-US');
}
