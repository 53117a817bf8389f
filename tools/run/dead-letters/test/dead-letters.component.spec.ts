import { callIdSchema, encodeEvent, makeEvent, type AudioFrame } from '@earshot/contracts';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '@earshot/embedded-postgres';
import { openPostgres, type PostgresStores } from '@earshot/postgres';
import type { NewDeadLetter } from '@earshot/ports';
import { CapturingLogger } from '@earshot/testing';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readArguments } from '../src/dead-arguments.js';
import { runDead } from '../src/run-dead.js';

jest.setTimeout(60_000);

const callId = callIdSchema.parse('call-1');
const stamp = { id: 'e', occurredAtMs: 1 };
const words = makeEvent(
  'processing.failed',
  callId,
  { stage: 'x', code: 'Y', message: 'secret \u009b31m words' },
  stamp,
);
const frame: AudioFrame = {
  ...{ type: 'audio.frame', callId, sequence: 3, codec: 'L16', channelCount: 2, sampleRateHz: 8_000 },
  ...{ positionSample: 0, receivedAtMs: 1, payload: new Uint8Array(400) },
};
const letter = (id: string, over: Partial<NewDeadLetter> = {}): NewDeadLetter => ({
  ...{ id, atMs: Date.UTC(2030, 0, 2), stage: 'enrichment', topic: 'calls.transcript', key: 'call-1', code: 'BAD' },
  ...{ attempts: 2, callId, message: encodeEvent(words), isCut: false },
  ...over,
});

describe('npm run dead', () => {
  let home: string;
  let postgres: EmbeddedPostgres;
  let stores: PostgresStores;
  let nowMs = 0;
  /** Runs when the tool waits, as the service does beside it. */
  let meanwhile: () => Promise<unknown> = async () => undefined;
  const clock = {
    nowMs: () => nowMs,
    schedule: (delayMs: number, task: () => void) => {
      nowMs += delayMs;
      void meanwhile().then(task);
      return () => undefined;
    },
  };
  const dead = async (line: string): Promise<string> => {
    const printed: string[] = [];
    const command = readArguments(line.split(' '));
    if (command.name === 'help') throw new Error('help');
    await runDead(command, { letters: stores.deadLetters, clock, print: (text) => void printed.push(text) });
    return printed.join('\n');
  };

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'earshot-dead-'));
    postgres = await startEmbeddedPostgres({ dataDir: home, logger: new CapturingLogger() });
    stores = openPostgres({ url: postgres.url, poolSize: 2, logger: new CapturingLogger() });
    await stores.migrate();
    await stores.deadLetters.add(letter('aaa'));
    await stores.deadLetters.add(
      letter('bbb', { stage: 'persistence', atMs: Date.UTC(2030, 0, 3), code: 'OT\u001bHER' }),
    );
    await stores.deadLetters.add(letter('ccc', { callId: null, key: '\n', message: encodeEvent(frame), atMs: 5 }));
    await stores.deadLetters.add(letter('ddd', { isCut: true, message: Uint8Array.of(0, 1, 65, 66), atMs: 4 }));
  });
  afterAll(async () => {
    await stores.close();
    await postgres.stop();
    await rm(home, { recursive: true, force: true });
  });

  it('lists letters in columns, the newest first, without a word of their messages', async () => {
    const text = await dead('list');
    const lines = text.split('\n');
    expect(lines).toHaveLength(5);
    expect(lines[1]).toMatch(/^bbb {2}2030-01-03 00:00:00 {2}persistence .* OT\\u001bHER .* call-1 +waits$/);
    expect(lines[4]).toMatch(/^ddd .* cut$/);
    expect(text).not.toContain('secret');
    expect(await dead('list --stage persistence --first 1')).toContain('The newest 1');
    expect(await dead('list --call nobody')).toBe('None.');
  });

  it('shows what is known of a letter, and its message only when asked, with a warning before', async () => {
    const known = await dead('show aaa');
    expect(known).toContain('tries    2');
    expect(known).not.toContain('secret');
    const all = await dead('show aaa --message');
    expect(all.indexOf('may hold what was said')).toBeGreaterThan(0);
    expect(all.indexOf('"message": "secret \\u009b31m words"')).toBeGreaterThan(all.indexOf('may hold'));
    expect(await dead('show ccc --message')).toMatch(/key {6}\\u000a[^]*"payloadBytes": 400/);
    expect(await dead('show ddd --message')).toContain('00014142                          ..AB');
    await expect(dead('show nothing')).rejects.toMatchObject({ code: 'DEAD_LETTER_NOT_FOUND' });
  });

  it('asks for a letter to be given back and says what became of it', async () => {
    meanwhile = async () => {
      const taken = await stores.deadLetters.takeReplays({ first: 9, nowMs, leaseMs: 1 });
      for (const { id } of taken) await stores.deadLetters.settleReplay(id, id === 'bbb' ? null : Date.UTC(2031, 0, 1));
    };
    expect(await dead('replay aaa bbb')).toBe('aaa  given back 2031-01-01 00:00:00\nbbb  waits');
    meanwhile = async () => undefined;
    expect(await dead('replay ccc')).toContain('ccc  not given back yet');
    await expect(dead('replay aaa ddd')).rejects.toMatchObject({ code: 'DEAD_LETTER_CUT' });
    expect(await dead('replay --all')).toMatch(/^1 to be given back/);
  });

  it.each(['replay', 'replay --all aaa', 'show', 'show a b', 'bury a', 'list --first 0', 'list --what'])(
    'does nothing where it is not clear what: %s',
    (line) => {
      expect(() => readArguments(line.split(' '))).toThrow(expect.objectContaining({ code: 'BAD_ARGUMENT' }));
    },
  );
});
