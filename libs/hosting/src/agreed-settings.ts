import type { MasterKey } from '@earshot/ports';
import type { ProcessConfig } from './hosting.config.js';
import type { ResourceName } from './resources.js';

/** Settings that a program has only if it reads them. */
const ofPrograms = [
  'EARSHOT_ALLOW_CHOSEN_ENGINE',
  'EARSHOT_MIN_CONFIDENCE',
  'EARSHOT_RECONNECT_WINDOW_MS',
  'EARSHOT_REDACTION_AUDIO',
  'EARSHOT_REDACTION_MARGIN_MS',
  'EARSHOT_RETENTION_DAYS',
  'SPEECH_LANGUAGE',
];
const ofIdentity = {
  open: [],
  local: [],
  oidc: ['EARSHOT_OIDC_ISSUER', 'EARSHOT_OIDC_AUDIENCE', 'EARSHOT_OIDC_EXTERNAL_ID_CLAIM'],
} as const;
const ofBuses = {
  embedded: [],
  kafka: ['KAFKA_TOPIC_PREFIX'],
  kinesis: ['AWS_REGION', 'KINESIS_STREAM_PREFIX'],
} as const;
const ofRecordings = { disk: [], s3: ['S3_BUCKET', 'S3_PREFIX'] } as const;

/**
 * The settings that all services must agree on, as far as this process uses them. Processes store these values in
 * PostgreSQL to compare them, so none of them may be a secret.
 */
export function agreedSettings(
  config: ProcessConfig,
  needs: readonly ResourceName[],
  masterKey: MasterKey | undefined,
): Record<string, string> {
  const values = config as Readonly<Record<string, unknown>>;
  const keys = [
    ...ofPrograms.filter((key) => key in values),
    'EARSHOT_BUS',
    'EARSHOT_SEAL_NUMBERS',
    ...(needs.includes('authenticator') ? ['EARSHOT_AUTH', ...ofIdentity[config.EARSHOT_AUTH]] : []),
    ...ofBuses[config.EARSHOT_BUS],
    ...(needs.includes('recordings') ? ['RECORDINGS', ...ofRecordings[config.RECORDINGS]] : []),
  ];
  return {
    ...Object.fromEntries(keys.map((key) => [key, formatValue(values[key])])),
    // The name of the version, which is derived from the key and says nothing about it.
    ...(masterKey && { EARSHOT_MASTER_KEY: `version ${masterKey.newestVersion}` }),
  };
}

const formatValue = (value: unknown): string =>
  typeof value === 'object' && value !== null
    ? Object.entries(value)
        .map((entry) => entry.join('='))
        .join(',')
    : String(value ?? '');
