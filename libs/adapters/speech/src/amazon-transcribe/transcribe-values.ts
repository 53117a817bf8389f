export const languageModes = ['fixed', 'identify-language', 'identify-multiple-languages'] as const;

export const partialStabilities = ['off', 'low', 'medium', 'high'] as const;

/** https://docs.aws.amazon.com/transcribe/latest/APIReference/API_streaming_StartStreamTranscription.html */
export const piiTypes = [
  'ADDRESS',
  'AGE',
  'BANK_ACCOUNT_NUMBER',
  'BANK_ROUTING',
  'CREDIT_DEBIT_CVV',
  'CREDIT_DEBIT_EXPIRY',
  'CREDIT_DEBIT_NUMBER',
  'DATE_TIME',
  'EMAIL',
  'LICENSE_PLATE',
  'NAME',
  'PASSPORT_NUMBER',
  'PASSWORD',
  'PHONE',
  'PIN',
  'SSN',
  'USERNAME',
  'VEHICLE_IDENTIFICATION_NUMBER',
] as const;

export const apiModes = ['standard', 'analytics'] as const;

/** Languages of Call Analytics. https://docs.aws.amazon.com/transcribe/latest/dg/supported-languages.html */
export const analyticsLanguages = ['en-US', 'en-GB', 'es-US', 'fr-CA', 'fr-FR', 'en-AU', 'it-IT', 'de-DE', 'pt-BR'];

export const postCallRedactions = ['off', 'redacted', 'redacted_and_unredacted'] as const;

/** Streaming redaction knows only these languages. */
export const redactedLanguages = ['en-US', 'en-AU', 'en-GB', 'es-US'];

/** Rates that Amazon Transcribe takes. */
export const MIN_SAMPLE_RATE_HZ = 8_000;
export const MAX_SAMPLE_RATE_HZ = 48_000;
