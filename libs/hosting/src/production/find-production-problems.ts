import { isMasterKeySet } from '@earshot/keys';
import { AddressList } from '../address-list.js';
import type { ProcessConfig } from '../hosting.config.js';
import type { ResourceName } from '../resources.js';
import { endsTls } from '../tls/ends-tls.js';
import { findKeyProblem, findPasswordProblem } from './weak-secrets.js';

/** What the checks need to know of a program. */
export interface CheckedProgram {
  /** True if others can read or send calls at an address that it opens. */
  readonly opensCalls: boolean;
  readonly needs: readonly ResourceName[];
}

/** The settings that the checks read. A program has some of them only if it reads them itself. */
export type CheckedConfig = Pick<
  ProcessConfig,
  | 'EARSHOT_MODE'
  | 'EARSHOT_ALLOW_UNAUTHENTICATED'
  | 'EARSHOT_AUTH'
  | 'EARSHOT_BUS'
  | 'EARSHOT_OIDC_CLIENT_ID'
  | 'EARSHOT_OIDC_ISSUER'
  | 'EARSHOT_OIDC_ROLES'
  | 'EARSHOT_OIDC_SOURCES'
  | 'EARSHOT_MASTER_KEY'
  | 'EARSHOT_MASTER_KEY_FILE'
  | 'EARSHOT_MASTER_KEY_KMS'
  | 'KAFKA_BROKERS'
  | 'KAFKA_SASL_MECHANISM'
  | 'KAFKA_SASL_PASSWORD'
  | 'KAFKA_SASL_USERNAME'
  | 'KAFKA_TLS'
  | 'KAFKA_TLS_CERT_FILE'
  | 'KINESIS_ENDPOINT'
  | 'KMS_ENDPOINT'
  | 'RECORDINGS'
  | 'S3_ENDPOINT'
> & {
  readonly DATABASE_URL?: string | undefined;
  readonly EARSHOT_DEMO_ACCOUNTS?: boolean | undefined;
  readonly EARSHOT_PUBLIC_URL?: string | undefined;
  readonly EARSHOT_TLS_CERT_FILE?: string | undefined;
  readonly EARSHOT_TLS_ENDS_AT_PROXY?: boolean | undefined;
  readonly EARSHOT_TRUSTED_PROXIES?: readonly string[] | undefined;
};

/** A setting, and what is wrong with it or missing. Never its value. */
export type ProductionProblem = readonly [setting: string, problem: string];

/** Everything that keeps a program from running in production. */
export const findProductionProblems = (config: CheckedConfig, program: CheckedProgram): ProductionProblem[] => [
  ...(program.opensCalls
    ? [
        ...findListenerProblems(config),
        ...findIdentityProblems(config),
        ...findProviderProblems(config, program),
        ...findDemoProblems(config),
      ]
    : []),
  ...(program.needs.includes('sealer')
    ? [...findMasterKeyProblems(config), ...findEndpointProblems('KMS_ENDPOINT', config.KMS_ENDPOINT)]
    : []),
  ...findDatabaseProblems(config),
  ...(config.EARSHOT_BUS === 'kafka' ? findKafkaProblems(config) : []),
  ...(config.EARSHOT_BUS === 'kinesis' ? findEndpointProblems('KINESIS_ENDPOINT', config.KINESIS_ENDPOINT) : []),
  ...(program.needs.includes('recordings') && config.RECORDINGS === 's3'
    ? findEndpointProblems('S3_ENDPOINT', config.S3_ENDPOINT)
    : []),
];

function* findListenerProblems(config: CheckedConfig): Generator<ProductionProblem> {
  const { EARSHOT_TLS_ENDS_AT_PROXY = false } = config;
  if (!endsTls({ ...config, EARSHOT_TLS_ENDS_AT_PROXY })) {
    yield [
      'EARSHOT_TLS_CERT_FILE',
      'clients need TLS. Set it with EARSHOT_TLS_KEY_FILE, or EARSHOT_TLS_ENDS_AT_PROXY=true behind a proxy that ends TLS',
    ];
  } else if (EARSHOT_TLS_ENDS_AT_PROXY && (config.EARSHOT_TRUSTED_PROXIES ?? []).length === 0) {
    yield ['EARSHOT_TRUSTED_PROXIES', 'EARSHOT_TLS_ENDS_AT_PROXY=true needs the addresses of that proxy'];
  }
}

function* findIdentityProblems(config: CheckedConfig): Generator<ProductionProblem> {
  if (config.EARSHOT_AUTH === 'open') {
    yield ['EARSHOT_AUTH', 'everybody who reaches the service could read every call. Set another value than open'];
  }
  if (config.EARSHOT_ALLOW_UNAUTHENTICATED) {
    yield ['EARSHOT_ALLOW_UNAUTHENTICATED', 'lets everybody in who reaches the service. Remove it'];
  }
}

function* findProviderProblems(config: CheckedConfig, { needs }: CheckedProgram): Generator<ProductionProblem> {
  if (config.EARSHOT_AUTH !== 'oidc') return;
  const { EARSHOT_OIDC_ISSUER: issuer, EARSHOT_PUBLIC_URL: page } = config;
  if (issuer === undefined) yield ['EARSHOT_OIDC_ISSUER', 'needed with EARSHOT_AUTH=oidc'];
  else if (new URL(issuer).protocol !== 'https:') yield ['EARSHOT_OIDC_ISSUER', 'the provider needs TLS. Use https://'];
  if (config.EARSHOT_OIDC_CLIENT_ID === undefined) yield ['EARSHOT_OIDC_CLIENT_ID', 'needed with EARSHOT_AUTH=oidc'];
  if (config.EARSHOT_OIDC_ROLES.length === 0 && config.EARSHOT_OIDC_SOURCES.length === 0)
    yield ['EARSHOT_OIDC_ROLES', 'nobody of the provider may do anything. Give roles to its groups'];
  // Only the gateway has a page.
  if (needs.includes('sessions') && (page === undefined || new URL(page).protocol !== 'https:'))
    yield ['EARSHOT_PUBLIC_URL', 'the provider leads people back to it. Set the https:// address of the page'];
}

function* findDemoProblems({ EARSHOT_DEMO_ACCOUNTS }: CheckedConfig): Generator<ProductionProblem> {
  if (EARSHOT_DEMO_ACCOUNTS === true) yield ['EARSHOT_DEMO_ACCOUNTS', 'lets people in without a password. Remove it'];
}

function* findMasterKeyProblems(config: CheckedConfig): Generator<ProductionProblem> {
  const { EARSHOT_MASTER_KEY: key } = config;
  if (!isMasterKeySet(config)) {
    yield [
      'EARSHOT_MASTER_KEY',
      'needed, because a key in the data directory lies beside what it seals. Or set EARSHOT_MASTER_KEY_FILE or EARSHOT_MASTER_KEY_KMS',
    ];
  }
  const problem = key === undefined ? null : findKeyProblem(key);
  if (problem !== null) yield ['EARSHOT_MASTER_KEY', `${problem}. Make one with openssl rand -base64 32`];
}

function* findDatabaseProblems({ DATABASE_URL }: CheckedConfig): Generator<ProductionProblem> {
  if (DATABASE_URL === undefined || !URL.canParse(DATABASE_URL)) return;
  const { hostname, password, searchParams, username } = new URL(DATABASE_URL);
  const problem = password === '' ? null : findPasswordProblem(decodeURIComponent(password), username);
  if (problem !== null) yield ['DATABASE_URL', `its password ${problem}. Make another one`];
  if (!isHere(hostname) && searchParams.get('sslmode') !== 'verify-full') {
    yield [
      'DATABASE_URL',
      'the database is on another machine and needs TLS. Add ?sslmode=verify-full&sslrootcert=FILE',
    ];
  }
}

function* findKafkaProblems(config: CheckedConfig): Generator<ProductionProblem> {
  const { KAFKA_BROKERS: brokers = [], KAFKA_SASL_PASSWORD: password, KAFKA_SASL_USERNAME: user } = config;
  const problem = password === undefined ? null : findPasswordProblem(password, user);
  if (problem !== null) yield ['KAFKA_SASL_PASSWORD', `${problem}. Make another one`];
  if (brokers.every((broker) => isHere(broker.replace(/:\d+$/, '')))) return;
  if (!config.KAFKA_TLS) yield ['KAFKA_TLS', 'the brokers are on other machines and need TLS. Set true'];
  if (config.KAFKA_SASL_MECHANISM === 'none' && config.KAFKA_TLS_CERT_FILE === undefined) {
    yield ['KAFKA_SASL_MECHANISM', 'the brokers cannot tell who this service is. Set it, or KAFKA_TLS_CERT_FILE'];
  }
}

function* findEndpointProblems(setting: string, endpoint: string | undefined): Generator<ProductionProblem> {
  if (endpoint === undefined || new URL(endpoint).protocol === 'https:' || isHere(new URL(endpoint).hostname)) return;
  yield [setting, 'the server is on another machine and needs TLS. Use https://'];
}

const loopback = new AddressList(['127.0.0.0/8', '::1']);

/** Whether a host is this machine: traffic to it does not leave it. A socket in the file system has no host. */
const isHere = (host: string): boolean =>
  host === '' || host === 'localhost' || loopback.includes(host.replace(/^\[|\]$/g, ''));
