import { describe, expect, it, jest } from '@jest/globals';
import { errorTables } from '@earshot/contracts';
import { earshotErrors } from '@earshot/media/earshot';
import { lcaErrors } from '@earshot/media/lca';
import { attackSocket, errorCodesIn, makeSocketAttack, seededRandom, type AttackedPath } from '@earshot/testing';
import { AUDIOHOOK_PATH, EARSHOT_PATH, LCA_PATH } from '../src/index.js';
import { audiohookTexts } from './audiohook-client.js';
import { threeTracks } from './earshot-client.js';
import { bytes, CHUNK, hasReceived, ingestPerTest, nextTurn } from './ingest-steps.js';

jest.setTimeout(120_000);

const open = ingestPerTest();

/** `EARSHOT_FUZZ_SEED` repeats a run or tries another one. The name of the test shows the seed. */
const SEED = Number(process.env.EARSHOT_FUZZ_SEED ?? 20_261_128);
const ATTACKS = 400;
/** Attacks at once. */
const CLIENTS = 8;

const mediaFormat = { encoding: 'audio/x-mulaw', sampleRate: 8_000 };
const targets: readonly AttackedPath[] = [
  {
    path: LCA_PATH,
    start: (callId) => JSON.stringify({ callEvent: 'START', callId, samplingRate: 8_000 }),
    end: (callId) => JSON.stringify({ callEvent: 'END', callId }),
  },
  {
    path: EARSHOT_PATH,
    start: (callId) => JSON.stringify({ type: 'start', callId, ...threeTracks }),
    end: () => JSON.stringify({ type: 'end' }),
  },
  {
    path: '/api/v1/twilio',
    start: (callSid) => JSON.stringify({ event: 'start', start: { callSid, mediaFormat } }),
    end: () => JSON.stringify({ event: 'stop' }),
  },
  {
    path: '/api/v1/freeswitch',
    start: (uuid) => JSON.stringify({ uuid, mixType: 'stereo' }),
    end: () => JSON.stringify({ event: 'dtmf' }),
  },
  {
    path: AUDIOHOOK_PATH,
    start: (callId) => audiohookTexts(callId).open,
    end: (callId) => audiohookTexts(callId).close,
  },
];
const knownCodes = new Set(
  [...Object.values(errorTables), earshotErrors, lcaErrors].flatMap((table) => Object.keys(table)),
);

describe('hostile clients', () => {
  it(`do not disturb a call beside them, and get errors with codes (seed ${SEED})`, async () => {
    const ingest = await open({ EARSHOT_SOURCES: 'lca,earshot,twilio,freeswitch' });
    const honest = await ingest.call('honest');
    const random = seededRandom(SEED);
    const attacks = Array.from({ length: ATTACKS }, (_, at) => makeSocketAttack(random, targets, `hostile-${at}`));
    const sent: Uint8Array[] = [];
    const codes: string[] = [];
    const attackInTurn = async (): Promise<void> => {
      for (let attack = attacks.pop(); attack !== undefined; attack = attacks.pop()) {
        codes.push(...errorCodesIn(await attackSocket(ingest.port, attack)));
        const chunk = bytes(CHUNK);
        sent.push(chunk);
        await honest.audio(chunk);
      }
    };
    await Promise.all(Array.from({ length: CLIENTS }, attackInTurn));
    honest.end('honest');
    await honest.reply('ended');
    expect(Buffer.compare(ingest.bus.audio('honest'), Buffer.concat(sent))).toBe(0);
    expect(ingest.bus.types('honest')).not.toContain('audio.gap-declared');
    expect(ingest.bus.types('honest')).not.toContain('processing.failed');
    // Only LCA and the Earshot protocol answer with codes.
    expect(codes.length).toBeGreaterThan(ATTACKS / 20);
    expect(codes.filter((code) => !knownCodes.has(code))).toEqual([]);
    expect(ingest.logger.lines.filter(({ level }) => level === 'error')).toEqual([]);
    // No socket of an attacker stays open, and the next client is served.
    const next = await ingest.call('next');
    await next.audio(bytes(CHUNK));
    await hasReceived(ingest, ATTACKS + 1);
    while ((ingest.metrics.values.get('earshot_ingest_sockets') ?? 0) !== 2) await nextTurn();
    next.end('next');
    await next.reply('ended');
  });
});
