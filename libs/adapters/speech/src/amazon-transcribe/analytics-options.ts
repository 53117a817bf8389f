import type { AmazonTranscribeSettings } from './amazon-transcribe.settings.js';
import { refuse } from './refuse-option.js';
import { analyticsLanguages } from './transcribe-values.js';

/** What a session of Call Analytics does. */
export interface AnalyticsOptions {
  /** Names of categories that are alerts; `*` means all. */
  readonly alertCategories: readonly string[];
  readonly identifiesPii: boolean;
  /** The report and the audio that AWS stores after the call; null for none. */
  readonly postCall: {
    readonly output: string;
    readonly roleArn: string;
    readonly redaction: AmazonTranscribeSettings['TRANSCRIBE_POST_CALL_REDACTION'];
  } | null;
}

export function parseAnalytics(settings: AmazonTranscribeSettings): AnalyticsOptions | null {
  const { TRANSCRIBE_POST_CALL_OUTPUT: output, TRANSCRIBE_POST_CALL_ROLE: roleArn } = settings;
  if (settings.TRANSCRIBE_API_MODE === 'standard') return null;
  return {
    alertCategories: settings.TRANSCRIBE_ALERT_CATEGORIES,
    identifiesPii: settings.TRANSCRIBE_PII_IDENTIFICATION,
    postCall:
      output === undefined || roleArn === undefined
        ? null
        : { output, roleArn, redaction: settings.TRANSCRIBE_POST_CALL_REDACTION },
  };
}

/** Throws when settings of Call Analytics go neither with each other nor with the rest. */
export function checkAnalytics(settings: AmazonTranscribeSettings): void {
  if (settings.TRANSCRIBE_API_MODE === 'standard') return checkStandard(settings);
  const { TRANSCRIBE_POST_CALL_OUTPUT: output, TRANSCRIBE_POST_CALL_ROLE: roleArn } = settings;
  if (output !== undefined && roleArn === undefined)
    throw refuse('TRANSCRIBE_POST_CALL_OUTPUT', 'needs TRANSCRIBE_POST_CALL_ROLE');
  if (output === undefined && roleArn !== undefined)
    throw refuse('TRANSCRIBE_POST_CALL_ROLE', 'needs TRANSCRIBE_POST_CALL_OUTPUT');
  if (output === undefined && settings.TRANSCRIBE_POST_CALL_REDACTION !== 'off')
    throw refuse('TRANSCRIBE_POST_CALL_REDACTION', 'needs TRANSCRIBE_POST_CALL_OUTPUT');
  if (settings.TRANSCRIBE_PII_IDENTIFICATION && settings.TRANSCRIBE_REDACTION)
    throw refuse('TRANSCRIBE_PII_IDENTIFICATION', 'does not go with TRANSCRIBE_REDACTION');
  checkLanguages(settings);
}

function checkLanguages(settings: AmazonTranscribeSettings): void {
  const { TRANSCRIBE_LANGUAGE_MODE: mode, TRANSCRIBE_LANGUAGE_OPTIONS: options } = settings;
  if (mode === 'identify-multiple-languages')
    throw refuse('TRANSCRIBE_LANGUAGE_MODE', 'Call Analytics identifies only one language of a call');
  if (mode === 'identify-language' && settings.TRANSCRIBE_PII_IDENTIFICATION)
    throw refuse('TRANSCRIBE_PII_IDENTIFICATION', `does not go with TRANSCRIBE_LANGUAGE_MODE=${mode}`);
  if (options.some((option) => !analyticsLanguages.includes(option)))
    throw refuse('TRANSCRIBE_LANGUAGE_OPTIONS', `Call Analytics knows only ${analyticsLanguages.join(', ')}`);
}

/** The standard API has no settings of Call Analytics. */
function checkStandard(settings: AmazonTranscribeSettings): void {
  const isSet = {
    TRANSCRIBE_ALERT_CATEGORIES: settings.TRANSCRIBE_ALERT_CATEGORIES.length > 0,
    TRANSCRIBE_PII_IDENTIFICATION: settings.TRANSCRIBE_PII_IDENTIFICATION,
    TRANSCRIBE_POST_CALL_OUTPUT: settings.TRANSCRIBE_POST_CALL_OUTPUT !== undefined,
    TRANSCRIBE_POST_CALL_ROLE: settings.TRANSCRIBE_POST_CALL_ROLE !== undefined,
    TRANSCRIBE_POST_CALL_REDACTION: settings.TRANSCRIBE_POST_CALL_REDACTION !== 'off',
  };
  for (const [setting, is] of Object.entries(isSet))
    if (is) throw refuse(setting, 'needs TRANSCRIBE_API_MODE=analytics');
}
