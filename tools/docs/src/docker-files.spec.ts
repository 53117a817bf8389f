import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { services as serviceNames } from '@earshot/contracts';
import { kafkaUser } from '@earshot/event-bus';
import { programSchema } from '@earshot/hosting';
import { recordingServices } from '@earshot/recordings';
import { parse } from 'yaml';
import { programs } from './configuration-sections.js';

const ROOT = join(import.meta.dirname, '../../..');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');

interface ComposeService {
  readonly image?: string;
  readonly build?: { readonly context: string; readonly dockerfile: string; readonly args: { readonly APP: string } };
  readonly env_file?: readonly { readonly path: string; readonly required: boolean }[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly ports?: readonly string[];
  readonly read_only?: boolean;
  readonly healthcheck?: object;
  readonly volumes?: readonly string[];
  readonly secrets?: readonly (string | { readonly source: string })[];
  readonly configs?: readonly { readonly source: string }[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
}
const source = read('docker-compose.yml');
const compose = parse(source, { merge: true }) as {
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly volumes: Readonly<Record<string, unknown>>;
  readonly secrets: Readonly<Record<string, { readonly file: string }>>;
  readonly configs: Readonly<Record<string, { readonly file: string }>>;
};
const earshotServices = serviceNames.map((name) => [name, compose.services[name] as ComposeService] as const);

/** Variables that only the AWS SDK reads. */
const SDK_VARIABLES = new Set(['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']);

/** Variables of the image that Node and npm read. */
const OTHER_VARIABLES = new Set(['NODE_ENV', 'npm_config_cache']);

/** What the set-up step makes, and where. */
const setUp = mkdtempSync(join(tmpdir(), 'earshot-secrets-'));
execFileSync('sh', [join(ROOT, 'tools/docker/make-secrets.sh'), setUp]);
const readEnvironment = (): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readFileSync(join(setUp, '.env'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
const made = readEnvironment();
afterAll(() => rmSync(setUp, { recursive: true }));

const userValue = (name: string): string => made[name] ?? '';

/** Replaces each variable as Compose does: with its default, or else with what the set-up step made. */
const substitute = (value: string): string =>
  value.replace(
    /\$\{(\w+)(?::-([^}]*))?(?::\?[^}]*)?\}/g,
    (_, name: string, defaultValue?: string) => defaultValue ?? userValue(name),
  );

/** The environment variables that the image sets. */
const imageEnvironment = Object.fromEntries(
  [...(/^ENV ([\s\S]*?)\nUSER/m.exec(read('tools/docker/Dockerfile'))?.[1] ?? '').matchAll(/(\w+)=(\S+)/g)].map(
    ([, name = '', value = '']) => [name, value] as const,
  ),
);

/**
 * Settings that docker-compose.yml fixes, because they name its own servers or follow from them. Every other setting of a service
 * can be set from outside.
 */
const FIXED_SETTINGS = new Set([
  'DATABASE_URL',
  'EARSHOT_BUS',
  'KAFKA_BROKERS',
  'KAFKA_REPLICATION_FACTOR',
  'KAFKA_SASL_MECHANISM',
  'KAFKA_SASL_PASSWORD',
  'KAFKA_SASL_USERNAME',
  'KAFKA_TLS',
  'KAFKA_TLS_CA_FILE',
  'RECORDINGS',
  'S3_BUCKET',
  'S3_ENDPOINT',
  'S3_FORCE_PATH_STYLE',
  'S3_TLS_CA_FILE',
]);

describe('docker-compose.yml', () => {
  it.each(earshotServices)(
    '%s: takes each of its settings from earshot.env or from .env, except those that the file fixes',
    (name, { environment = {}, env_file = [] }) => {
      expect(env_file).toEqual([{ path: 'earshot.env', required: false }]);
      const settings = Object.keys(programSchema(programs[name] as never).shape);
      expect(settings.length).toBeGreaterThan(20);
      // `environment` wins over `env_file`.
      const isFromDotEnv = (setting: string) => environment[setting]?.startsWith(`\${${setting}:`) === true;
      const unreachable = settings.filter((setting) => setting in environment && !isFromDotEnv(setting));
      expect(unreachable.filter((setting) => !FIXED_SETTINGS.has(setting))).toEqual([]);
    },
  );

  it('names the settings that go into .env, and keeps these files and the secrets out of git', () => {
    const fromDotEnv = earshotServices.flatMap(([, { environment = {} }]) =>
      Object.entries(environment).flatMap(([name, value]) => (value.startsWith(`\${${name}:-`) ? [name] : [])),
    );
    const head = source.slice(0, source.indexOf('\nx-service'));
    for (const name of new Set(fromDotEnv)) expect(head).toContain(name);
    expect(read('.gitignore').split('\n')).toEqual(expect.arrayContaining(['.env', 'earshot.env', '/secrets/']));
  });

  it.each(earshotServices)(
    '%s: sets only variables that the service knows, with values that it accepts',
    (name, { environment = {} }) => {
      const schema = programSchema(programs[name] as never);
      const known = new Set([...Object.keys(schema.shape), ...SDK_VARIABLES]);
      expect(Object.keys(environment).filter((variable) => !known.has(variable))).toEqual([]);
      const env = Object.fromEntries(
        Object.entries({ ...imageEnvironment, ...environment }).map(([key, value]) => [key, substitute(value)]),
      );
      expect(schema.safeParse(env).error?.issues ?? []).toEqual([]);
    },
  );

  it.each(earshotServices)(
    '%s: uses the shared Dockerfile, has a read-only file system, and waits for its servers',
    (name, service) => {
      expect(service.build).toEqual({ context: '.', dockerfile: 'tools/docker/Dockerfile', args: { APP: name } });
      expect(existsSync(join(ROOT, 'apps', name, 'src/main.ts'))).toBe(true);
      expect(service.read_only).toBe(true);
      for (const [needed, { condition }] of Object.entries(service.depends_on ?? {})) {
        expect(compose.services).toHaveProperty(needed);
        if (condition === 'service_healthy') expect(compose.services[needed]).toHaveProperty('healthcheck');
      }
    },
  );

  it.each(earshotServices)('%s: connects to PostgreSQL with a role of its own', (name, { environment = {} }) => {
    expect(environment['DATABASE_URL']).toContain(`//earshot_${name}:\${POSTGRES_${name.toUpperCase()}_PASSWORD:?`);
    expect(environment['DATABASE_URL']).toMatch(/\?sslmode=verify-full&sslrootcert=\/run\/secrets\/ca\.pem$/);
    expect(read('tools/docker/application-role.sql')).toContain(`alter role earshot_${name} login nosuperuser`);
    expect(compose.services['database-role']?.environment).toHaveProperty(`${name.toUpperCase()}_PASSWORD`);
  });

  it.each(earshotServices)('%s: connects to Kafka over TLS, with a user of its own', (name, { environment = {} }) => {
    expect(environment).toMatchObject({
      KAFKA_TLS: 'true',
      KAFKA_SASL_MECHANISM: 'scram-sha-512',
      KAFKA_SASL_USERNAME: kafkaUser(name),
      KAFKA_SASL_PASSWORD: expect.stringContaining(`\${KAFKA_${name.toUpperCase()}_PASSWORD:?`),
    });
    expect(compose.services['kafka-users']?.environment).toHaveProperty(`${name.toUpperCase()}_PASSWORD`);
  });

  it.each(earshotServices)(
    '%s: has credentials for the recordings only if it has a policy',
    (name, { environment = {} }) => {
      const isReader = (recordingServices as readonly string[]).includes(name);
      expect('AWS_ACCESS_KEY_ID' in environment).toBe(isReader);
      expect(existsSync(join(ROOT, 'tools/docker/s3-policies', `${name}.json`))).toBe(isReader);
      if (!isReader) return;
      expect(environment['AWS_SECRET_ACCESS_KEY']).toContain(`\${S3_${name.toUpperCase()}_SECRET_KEY:?`);
      expect(compose.services['bucket']?.environment).toHaveProperty(`${name.toUpperCase()}_SECRET_KEY`);
    },
  );

  it('lets nobody in without TLS, and speaks no other protocol', () => {
    expect(read('tools/docker/kafka.properties')).not.toMatch(/PLAINTEXT/);
    expect(read('tools/docker/pg_hba.conf')).not.toMatch(/^host(nossl)? /m);
    expect(source).not.toMatch(/http:\/\/(?!127\.0\.0\.1:4000)/);
  });

  it('takes every secret that it uses from the set-up step, which is safe to repeat', () => {
    const used = Object.values(compose.services).flatMap(({ secrets = [] }) =>
      secrets.map((secret) => (typeof secret === 'string' ? secret : secret.source)),
    );
    expect(used.filter((name) => compose.secrets[name]?.file !== `./secrets/${name}`)).toEqual([]);
    expect([...new Set(used)].sort()).toEqual(Object.keys(compose.secrets).sort());
    for (const name of used) expect([name, existsSync(join(setUp, 'secrets', name))]).toEqual([name, true]);
    const wanted = [...source.matchAll(/\$\{(\w+):\?/g)].map(([, name = '']) => name);
    expect([...new Set(wanted)].sort()).toEqual(Object.keys(made).sort());
    for (const [name, value] of Object.entries(made)) expect([name, value.length >= 20]).toEqual([name, true]);
    expect(new Set(Object.values(made)).size).toBe(Object.keys(made).length);

    const ca = readFileSync(join(setUp, 'secrets/ca.pem'), 'utf8');
    execFileSync('sh', [join(ROOT, 'tools/docker/make-secrets.sh'), setUp]);
    expect(readEnvironment()).toEqual(made);
    expect(readFileSync(join(setUp, 'secrets/ca.pem'), 'utf8')).toBe(ca);
    expect([statSync(join(setUp, '.env')).mode & 0o77, statSync(join(setUp, 'secrets')).mode & 0o77]).toEqual([0, 0]);
    expect(Object.keys(compose.secrets)).not.toContain('authority.key');
  });

  it.each(['kafka', 'postgres', 's3', 'operator'])('has a certificate of its own authority for %s', (name) => {
    const [ca, own] = ['ca.pem', `${name}.crt`].map(
      (file) => new X509Certificate(readFileSync(join(setUp, 'secrets', file))),
    ) as [X509Certificate, X509Certificate];
    expect(own.verify(ca.publicKey)).toBe(true);
    expect(own.subject).toBe(`CN=${name}`);
    expect(own.checkHost(name, { subject: 'never' })).toBe(name);
  });

  it('uses configurations that exist', () => {
    const used = Object.values(compose.services).flatMap(({ configs = [] }) => configs.map(({ source }) => source));
    expect([...new Set(used)].sort()).toEqual(Object.keys(compose.configs).sort());
    for (const { file } of Object.values(compose.configs))
      expect([file, existsSync(join(ROOT, file))]).toEqual([file, true]);
  });

  it('publishes ports on loopback only', () => {
    const ports = Object.values(compose.services).flatMap(({ ports = [] }) => ports);
    expect(ports.length).toBeGreaterThan(0);
    expect(ports.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
  });

  it('contains no secret and no default for one', () => {
    const secrets = [...source.matchAll(/\$\{(\w*(?:PASSWORD|SECRET|_KEY)\w*)([^}]*)\}/g)];
    expect(secrets.length).toBeGreaterThan(0);
    expect(secrets.filter(([, , rest = '']) => !rest.startsWith(':?'))).toEqual([]);
    const named = Object.values(compose.services).flatMap(({ environment = {} }) => Object.entries(environment));
    const literal = named.filter(
      ([key, value]) => /PASSWORD|SECRET|ACCESS_KEY/.test(key) && !/^\$\{\w+:\?/.test(value),
    );
    expect(literal).toEqual([]);
  });

  it('runs the same Kafka version as the tests', () => {
    const tested = /<artifactId>kafka_2\.13<\/artifactId>\s*<version>([^<]+)</.exec(
      read('tools/run/stack/kafka/pom.xml'),
    )?.[1];
    expect(compose.services['kafka']?.image?.split('@')[0]).toBe(`apache/kafka:${tested}`);
  });

  it('declares all volumes that it uses', () => {
    const used = Object.values(compose.services).flatMap(({ volumes = [] }) =>
      volumes.map((volume) => volume.split(':')[0] ?? ''),
    );
    expect(used.filter((volume) => !(volume in compose.volumes))).toEqual([]);
  });
});

describe('the Dockerfile', () => {
  const lines = read('tools/docker/Dockerfile').replace(/\\\n/g, ' ').split('\n');
  const copies = lines.filter((line) => line.startsWith('COPY '));

  it('copies only files that exist and that its ignore file lets in', () => {
    const letIn = read('tools/docker/Dockerfile.dockerignore')
      .split('\n')
      .filter((line) => line.startsWith('!'))
      .map((line) => line.slice(1));
    const sources = copies
      .filter((line) => !line.includes('--from='))
      .flatMap((line) => line.split(/\s+/).slice(1, -1));
    expect(sources.length).toBeGreaterThan(5);
    for (const path of sources) {
      expect([path, existsSync(join(ROOT, path))]).toEqual([path, true]);
      expect(letIn).toContain(path);
    }
  });

  it('copies only existing files from other stages', () => {
    const stages = lines.filter((line) => line.startsWith('FROM ')).map((line) => / AS (\w+)$/.exec(line)?.[1]);
    for (const line of copies.filter((copy) => copy.includes('--from='))) {
      const [, stage, path] = /--from=(\w+) \/earshot\/?(\S*)/.exec(line) ?? [];
      expect(stages).toContain(stage);
      if (path !== '') expect(existsSync(join(ROOT, path as string))).toBe(true);
    }
  });

  it('runs as an unprivileged user, checks its health, and sets only known settings', () => {
    expect(lines).toContainEqual(expect.stringMatching(/^USER [1-9]\d*:[1-9]\d*$/));
    expect(lines).toContainEqual(expect.stringMatching(/^HEALTHCHECK .*\/health\/ready/));
    const shape = programSchema(programs.gateway).shape;
    expect(Object.keys(imageEnvironment).filter((name) => !OTHER_VARIABLES.has(name) && !(name in shape))).toEqual([]);
    expect(imageEnvironment).toHaveProperty('EARSHOT_HOST', '0.0.0.0');
    expect(imageEnvironment).not.toHaveProperty('EARSHOT_ALLOW_UNAUTHENTICATED');
  });

  it('lets npm, which fetches the speech model, write its cache on the read-only file system', () => {
    expect(imageEnvironment['npm_config_cache']).toMatch(/^\/tmp\//);
    expect(compose.services['transcription']).toMatchObject({ tmpfs: [expect.stringMatching(/^\/tmp:/)] });
  });
});
