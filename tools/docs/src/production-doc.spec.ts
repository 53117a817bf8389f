import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { services, type ServiceName } from '@earshot/contracts';
import { programSchema, requireProduction } from '@earshot/hosting';
import { loadConfig } from '@earshot/runtime';
import { programs } from './configuration-sections.js';

const page = readFileSync(join(import.meta.dirname, '../../../docs/how-to/run-in-production.md'), 'utf8');

type Environment = Readonly<Record<string, string>>;

/** The settings of the block of this name. */
const blockOf = (name: string): Environment => {
  const [, block = ''] = new RegExp(`\`\`\`env ${name}\\n([\\s\\S]*?)\`\`\``).exec(page) ?? [];
  return Object.fromEntries(
    block
      .trim()
      .split('\n')
      .map((line) => line.split(/=(.*)/s).slice(0, 2)),
  );
};
/** The block with the secrets that the page tells the reader to make. */
const withSecrets = (block: Environment): Environment =>
  Object.fromEntries(
    Object.entries(block).map(([name, value]) => [
      name,
      value.replace(/<PASSWORD>/, randomBytes(16).toString('hex')).replace(/<KEY>/, randomBytes(32).toString('base64')),
    ]),
  );
const start = (name: ServiceName, env: Environment): void => {
  const program = programs[name];
  requireProduction(loadConfig(programSchema(program as never), env) as never, program);
};

describe('docs/how-to/run-in-production.md', () => {
  const [tls, proxy, servers] = ['tls', 'proxy', 'servers'].map(blockOf) as [Environment, Environment, Environment];

  it('has 60 lines at most', () => {
    expect(page.trimEnd().split('\n').length).toBeLessThanOrEqual(60);
  });

  it.each(services)('%s starts with what the page says, with TLS of its own or at a proxy', (name) => {
    const made = withSecrets(servers);
    expect(() => start(name, { ...made, ...tls })).not.toThrow();
    expect(() => start(name, { ...made, ...proxy })).not.toThrow();
  });

  it('the gateway starts with nothing left out', () => {
    const made = { ...withSecrets(servers), ...tls };
    for (const setting of ['EARSHOT_TLS_CERT_FILE', 'EARSHOT_MASTER_KEY', 'KAFKA_TLS']) {
      const { [setting]: _left, ...rest } = made;
      expect(() => start('gateway', rest)).toThrow(`${setting}: `);
    }
  });

  it('the placeholders of the secrets do not pass', () => {
    const made = withSecrets(servers);
    const passwords = ['DATABASE_URL', 'KAFKA_SASL_PASSWORD'];
    for (const setting of passwords) {
      expect(() => start('gateway', { ...made, ...tls, [setting]: servers[setting] ?? '' })).toThrow(`${setting}: `);
    }
    expect(() => start('gateway', { ...servers, ...tls })).toThrow('EARSHOT_MASTER_KEY: ');
  });

  it('every setting of a block is read by a service', () => {
    const known = new Set([...services.flatMap((name) => Object.keys(programSchema(programs[name] as never).shape))]);
    expect(Object.keys({ ...tls, ...proxy, ...servers }).filter((setting) => !known.has(setting))).toEqual([]);
  });
});
