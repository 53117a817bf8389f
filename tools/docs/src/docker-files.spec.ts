import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { services as serviceNames } from '@earshot/contracts';
import { programSchema } from '@earshot/hosting';
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
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
}
const source = read('docker-compose.yml');
const compose = parse(source, { merge: true }) as {
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly volumes: Readonly<Record<string, unknown>>;
};
const earshotServices = serviceNames.map((name) => [name, compose.services[name] as ComposeService] as const);

/** Variables that only the AWS SDK reads. */
const SDK_VARIABLES = new Set(['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']);

/** Variables of the image that Node and npm read. */
const OTHER_VARIABLES = new Set(['NODE_ENV', 'npm_config_cache']);

/** What the user could set: the commands at the top of docker-compose.yml make 16 bytes as hex, and the key as base64. */
const userValue = (name: string): string =>
  name === 'EARSHOT_MASTER_KEY' ? Buffer.alloc(32, 1).toString('base64') : Buffer.alloc(16, 1).toString('hex');

/** Replaces each variable as Compose does: with its default, or else with a value that the user could set. */
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
  'RECORDINGS',
  'S3_BUCKET',
  'S3_ENDPOINT',
  'S3_FORCE_PATH_STYLE',
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

  it('names the settings that go into .env, and keeps both files out of git', () => {
    const fromDotEnv = earshotServices.flatMap(([, { environment = {} }]) =>
      Object.entries(environment).flatMap(([name, value]) => (value.startsWith(`\${${name}:-`) ? [name] : [])),
    );
    const head = source.slice(0, source.indexOf('\nx-service'));
    for (const name of new Set(fromDotEnv)) expect(head).toContain(name);
    expect(read('.gitignore').split('\n')).toEqual(expect.arrayContaining(['.env', 'earshot.env']));
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
    expect(read('tools/docker/application-role.sql')).toContain(`alter role earshot_${name} login nosuperuser`);
    expect(compose.services['database-role']?.environment).toHaveProperty(`${name.toUpperCase()}_PASSWORD`);
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
