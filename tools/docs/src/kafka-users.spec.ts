import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { services, type ServiceName } from '@earshot/contracts';
import { kafkaUser } from '@earshot/event-bus';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

const SCRIPT = join(import.meta.dirname, '../../docker/kafka-users.sh');
/** Writes one line for each call: its arguments, the rights of the file in the last one, and what the file holds. */
const RECORDING_TOOL = `#!/bin/sh
for last; do :; done
{ printf '%s|' "$@"; stat -c '%a' "$last" | tr '\\n' '|'; cat "$last"; } >> "$CALLS"
[ "$REFUSED" != "$9" ] || exit 3
`;

interface ToolCall {
  readonly options: readonly string[];
  readonly file: string;
  readonly mode: string;
  readonly content: string;
}

// The whole way, on a broker, is in least-privilege.e2e.spec.ts.
describe('kafka-users.sh', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'earshot-users-'));
    writeFileSync(join(folder, 'tool'), RECORDING_TOOL);
    chmodSync(join(folder, 'tool'), 0o700);
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const passwords = (changes: Readonly<Record<string, string>> = {}): Record<string, string> => ({
    ...Object.fromEntries(services.map((service) => [`${service.toUpperCase()}_PASSWORD`, `of-${service}`])),
    ...changes,
  });
  const readCalls = (): readonly ToolCall[] => {
    const calls = join(folder, 'calls');
    if (!existsSync(calls)) return [];
    return readFileSync(calls, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => {
        const [content = '', mode = '', file = '', ...options] = line.split('|').reverse();
        return { options: options.reverse(), file, mode, content };
      });
  };
  const runScript = (environment: Readonly<Record<string, string>>): void =>
    void execFileSync('sh', [SCRIPT], {
      stdio: 'pipe',
      env: {
        PATH: process.env['PATH'],
        TMPDIR: folder,
        CALLS: join(folder, 'calls'),
        KAFKA_CONFIGS: join(folder, 'tool'),
        KAFKA_BROKERS: 'kafka:9094',
        KAFKA_OPERATOR: '/earshot/operator.properties',
        REFUSED: '',
        ...environment,
      },
    });
  const optionsFor = (user: string): readonly string[] => [
    ...['--bootstrap-server', 'kafka:9094', '--command-config', '/earshot/operator.properties'],
    ...['--alter', '--entity-type', 'users', '--entity-name', user, '--add-config-file'],
  ];
  const callFor = (service: ServiceName, prefix = ''): Omit<ToolCall, 'file'> => ({
    options: optionsFor(kafkaUser(service, prefix)),
    mode: '600',
    content: `SCRAM-SHA-512=password=of-${service}`,
  });

  it('sets the password of each service, and shows none in the list of processes', () => {
    runScript(passwords());
    expect(readCalls()).toEqual(services.map((service) => ({ ...callFor(service), file: expect.any(String) })));
    expect(readCalls().flatMap(({ options }) => options)).not.toContainEqual(expect.stringMatching(/of-/));
  });

  it('leaves no file with a password behind, also when the tool fails', () => {
    expect(() => runScript({ ...passwords(), REFUSED: kafkaUser('enrichment') })).toThrow();
    expect(readCalls()).toHaveLength(3);
    for (const { file } of readCalls()) expect([file, existsSync(file)]).toEqual([file, false]);
  });

  it('gives the users the prefix of an installation', () => {
    runScript({ ...passwords(), KAFKA_TOPIC_PREFIX: 'blue.' });
    expect(readCalls()).toMatchObject(services.map((service) => callFor(service, 'blue.')));
  });

  it('sets a password with a backslash as Kafka reads it', () => {
    runScript(passwords({ INGEST_PASSWORD: 'a\\n=b' }));
    expect(readCalls()[0]?.content).toBe('SCRAM-SHA-512=password=a\\\\n=b');
  });

  it.each(['', undefined])('sets no password where one is %p, and names its variable', (missing) => {
    const { PERSISTENCE_PASSWORD: _, ...others } = passwords();
    const environment = missing === undefined ? others : passwords({ PERSISTENCE_PASSWORD: missing });
    expect(() => runScript(environment)).toThrow('PERSISTENCE_PASSWORD is missing or empty');
    expect(readCalls().map(({ options }) => options)).not.toContainEqual(optionsFor(kafkaUser('persistence')));
  });
});
