import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { httpUrl, webSocketUrl } from '@earshot/contracts';
import { ConfigError, loadConfig } from './load-config.js';

const schema = z.object({
  DATABASE_URL: z
    .string()
    .regex(/^postgres:/, 'expected postgres://…')
    .describe('Where calls are stored.'),
  WORKERS: z.coerce.number().int().min(1).max(8).default(2).describe('Threads.'),
  MODE: z.enum(['fast', 'exact']).default('fast').describe('How.'),
  HOOK_URL: z.url().optional().describe('Whom to tell.'),
  WEB_URL: z.url(httpUrl).optional(),
  STREAM_URL: z.url(webSocketUrl).optional(),
  PEERS: z
    .string()
    .default('')
    .transform((text) => text.split(','))
    .pipe(z.array(z.string().max(3))),
  UNDESCRIBED: z.string(),
});
const enough = { DATABASE_URL: 'postgres://localhost', UNDESCRIBED: 'x' };

function problemOf(env: NodeJS.ProcessEnv): string {
  try {
    loadConfig(schema, env);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as ConfigError).message;
  }
  throw new Error('not refused');
}

describe('loadConfig', () => {
  it('uses the variables that are set and treats empty ones as not set', () => {
    expect(loadConfig(schema, { ...enough, WORKERS: '', MODE: 'exact' })).toMatchObject({ WORKERS: 2, MODE: 'exact' });
  });

  it('names each missing variable and says what it is for', () => {
    expect(problemOf({ UNDESCRIBED: '' })).toBe(
      'DATABASE_URL: not set, and needed. Where calls are stored.\nUNDESCRIBED: not set, and needed.',
    );
  });

  it.each([
    [{ WORKERS: 'many' }, 'WORKERS: expected a number'],
    [{ WORKERS: '1.5' }, 'WORKERS: expected a whole number'],
    [{ WORKERS: '0' }, 'WORKERS: expected at least 1'],
    [{ WORKERS: '9' }, 'WORKERS: expected at most 8'],
    [{ MODE: 'loose' }, 'MODE: expected one of fast, exact'],
    [{ HOOK_URL: 'nowhere' }, 'HOOK_URL: expected a URL'],
    [{ WEB_URL: 'nowhere' }, 'WEB_URL: expected a URL that begins with http:// or https://'],
    [{ WEB_URL: 'ftp://x' }, 'WEB_URL: expected a URL that begins with http:// or https://'],
    [{ STREAM_URL: 'https://x' }, 'STREAM_URL: expected a URL that begins with ws:// or wss://'],
    [{ DATABASE_URL: 'mysql://secret@host' }, 'DATABASE_URL: expected postgres://…'],
  ])('says what is expected, not the value: %j', (env, said) => {
    expect(problemOf({ ...enough, ...env })).toBe(said);
  });

  it('writes one line per variable, even if several things are wrong with it', () => {
    expect(problemOf({ ...enough, PEERS: 'long one,another', MODE: 'loose' })).toMatch(/^MODE: .+\nPEERS: .+$/);
  });
});
