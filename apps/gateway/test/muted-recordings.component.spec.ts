import {
  bytesPerSample,
  callIdSchema,
  exampleSpeaker,
  segmentIdSchema,
  type AudioCodec,
  type EventData,
  type RedactionKind,
} from '@earshot/contracts';
import { openPrincipal, silenceByte } from '@earshot/domain';
import { startEmbeddedPostgres } from '@earshot/embedded-postgres';
import { copyTestCluster } from '@earshot/embedded-postgres/testing';
import { openPostgres, type PostgresStores } from '@earshot/postgres';
import type { CallWrite } from '@earshot/ports';
import { createDiskRecordingStore } from '@earshot/recordings';
import { CapturingLogger, InMemoryCallKeys } from '@earshot/testing';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import Fastify, { type FastifyInstance } from 'fastify';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { auditedBefore } from '../src/audit/viewer-audit.js';
import { Access } from '../src/access/access.js';
import { audibilityRulesOf } from '../src/areas/recordings/audibility-rules.js';
import { RecordingRoute } from '../src/areas/recordings/recording-route.js';
import { gatewayConfigSchema } from '../src/gateway.config.js';

jest.setTimeout(180_000);

const RATE = 8_000;
const NOW = 1_790_000_000_000;

interface Format {
  readonly codec: AudioCodec;
  readonly channelCount: number;
}
const stereo: Format = { codec: 'L16', channelCount: 2 };

describe('recordings that are served', () => {
  let home: string;
  let stores: PostgresStores;
  let stopPostgres: () => Promise<void>;
  const servers: FastifyInstance[] = [];

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'earshot-gateway-'));
    await copyTestCluster(home);
    const postgres = await startEmbeddedPostgres({ dataDir: home, logger: new CapturingLogger() });
    stopPostgres = () => postgres.stop();
    stores = openPostgres({ url: postgres.url, poolSize: 2, logger: new CapturingLogger() });
    await stores.migrate();
  });
  afterAll(async () => {
    await Promise.all(servers.map((server) => server.close()));
    await stores.close();
    await stopPostgres();
    await rm(home, { recursive: true, force: true });
  });

  const keys = new InMemoryCallKeys();
  const recordings = () => createDiskRecordingStore({ directory: join(home, 'recordings'), keys });
  const id = (text: string) => callIdSchema.parse(text);

  function serve(env: Record<string, string> = {}, reader = stores.callReader): FastifyInstance {
    const server = Fastify();
    const rules = audibilityRulesOf(gatewayConfigSchema.parse(env));
    new RecordingRoute({
      recordings: recordings(),
      reader,
      access: new Access({ teamsOf: () => [] }),
      principals: { principalOf: () => openPrincipal },
      auditOf: () => auditedBefore,
      logger: new CapturingLogger(),
      rules,
    }).register(server);
    servers.push(server);
    return server;
  }

  const apply = (...writes: readonly CallWrite[]) => stores.callStore.apply(writes, NOW);
  const fact = (callId: string) => ({ callId: id(callId), atMs: NOW });

  /** Records seconds of audio in which no byte is silence. */
  async function record(callId: string, seconds: number, { codec, channelCount }: Format = stereo): Promise<void> {
    const format = { codec, sampleRateHz: RATE, channelCount };
    const writer = await recordings().open(id(callId), format);
    await writer.append(new Uint8Array(seconds * RATE * bytesPerSample[codec] * channelCount).fill(0x11));
    await writer.close();
    const positionSample = seconds * RATE;
    const progress = {
      ...format,
      positionSample,
      lastAudioAtMs: NOW,
      nextSequence: 1,
      hasRecording: true,
      isRecorded: true,
      hasAudio: true,
      recordedSample: positionSample,
    };
    await apply({ ...fact(callId), kind: 'started', data: { source: 'test', startedAtMs: NOW } });
    await apply({ ...fact(callId), kind: 'progress', progress });
  }

  const cover = (callId: string, track: number, fromMs: number, toMs: number): CallWrite => ({
    ...fact(callId),
    kind: 'covered',
    data: { track, fromMs, toMs, engine: 'scripted' },
  });

  /** A final on a track with hidden words at a time. */
  const hide = (
    callId: string,
    track: number,
    [startMs, endMs]: [number, number],
    over: Partial<EventData<'segment.enriched'>> = {},
    kind: RedactionKind = 'CARD',
  ): CallWrite => ({
    ...fact(callId),
    kind: 'segment',
    data: {
      ...exampleSpeaker('CUSTOMER'),
      segmentId: segmentIdSchema.parse(`${track}-${startMs}-0`),
      track,
      revision: 1,
      isPartial: false,
      startMs: 0,
      endMs: 10_000,
      text: `it is [${kind}]`,
      words: [],
      engine: 'scripted',
      recognizedAtMs: NOW,
      redactions: [{ kind, startChar: 6, endChar: 12, startMs, endMs }],
      ...over,
    },
  });

  const end = (callId: string): Promise<unknown> =>
    apply(
      { ...fact(callId), kind: 'ended', data: { endedAtMs: NOW, durationMs: 10_000, reason: 'ENDED' } },
      { ...fact(callId), kind: 'audio-done' },
      { ...fact(callId), kind: 'transcript-done' },
    );

  const get = (server: FastifyInstance, callId: string, headers: Record<string, string> = {}) =>
    server.inject({ url: `/recordings/${callId}.wav`, headers });

  /** The silent stretches of a track, in milliseconds. */
  function silences(wav: Buffer, track: number, { codec, channelCount }: Format = stereo): [number, number][] {
    const width = bytesPerSample[codec];
    const headerBytes = wav.indexOf('data') + 8;
    const found: [number, number][] = [];
    const frames = (wav.length - headerBytes) / (width * channelCount);
    for (let frame = 0; frame < frames; frame++) {
      const at = headerBytes + (frame * channelCount + track) * width;
      if (!wav.subarray(at, at + width).every((byte) => byte === silenceByte(codec))) continue;
      const ms = (frame * 1_000) / RATE;
      const last = found.at(-1);
      if (last !== undefined && Math.abs(last[1] - ms) < 1e-6) last[1] = ms + 1_000 / RATE;
      else found.push([ms, ms + 1_000 / RATE]);
    }
    return found.map(([from, to]) => [Math.round(from), Math.round(to)]);
  }

  it.each<Format>([
    { codec: 'L16', channelCount: 1 },
    { codec: 'L16', channelCount: 2 },
    { codec: 'L16', channelCount: 3 },
    { codec: 'PCMU', channelCount: 1 },
    { codec: 'PCMU', channelCount: 2 },
    { codec: 'PCMA', channelCount: 3 },
  ])('mutes hidden words on their own track, in any byte range: $codec with $channelCount tracks', async (format) => {
    const call = `muted-${format.codec}-${format.channelCount}`;
    const track = format.channelCount - 1;
    await record(call, 10, format);
    await apply(...Array.from({ length: format.channelCount }, (_, each) => cover(call, each, 0, 10_000)));
    await apply(hide(call, track, [4_000, 5_500]));
    await end(call);
    const server = serve();
    const whole = (await get(server, call)).rawPayload;
    expect(silences(whole, track, format)).toEqual([[3_750, 5_750]]);
    for (let other = 0; other < track; other++) expect(silences(whole, other, format)).toEqual([]);
    const frameBytes = bytesPerSample[format.codec] * format.channelCount;
    const middle = whole.indexOf('data') + 8 + 3_750 * 8 * frameBytes;
    for (const [from, to] of [
      [0, 3],
      [40, 90],
      [middle - 3, middle + 5],
      [middle + 1, middle + 1],
      [middle + 7, whole.length - 1],
    ] as const) {
      const part = await get(server, call, { range: `bytes=${from}-${to}` });
      expect(part.statusCode).toBe(206);
      expect(part.rawPayload.equals(whole.subarray(from, to + 1))).toBe(true);
    }
  });

  it('finds the time of an event without one by the placeholder among the words, or mutes the whole segment', async () => {
    await record('times', 10);
    const withWords = {
      redactions: [{ kind: 'CARD' as const, startChar: 6, endChar: 12 }],
      words: [
        { text: 'it', startMs: 1_000, endMs: 1_200 },
        { text: '[CARD].', startMs: 2_000, endMs: 3_000 },
      ],
    };
    const withoutWords = { ...withWords, words: [], startMs: 6_000, endMs: 7_000 };
    await apply(cover('times', 0, 0, 10_000), cover('times', 1, 0, 10_000));
    await apply(hide('times', 0, [0, 1], withWords), hide('times', 1, [0, 1], withoutWords));
    await end('times');
    const wav = (await get(serve({ EARSHOT_REDACTION_MARGIN_MS: '100' }), 'times')).rawPayload;
    expect([silences(wav, 0), silences(wav, 1)]).toEqual([[[1_900, 3_100]], [[5_900, 7_100]]]);
  });

  it('mutes the whole segment and what lies around it where word times are estimates', async () => {
    await record('estimated', 10);
    const estimated = {
      areWordTimesEstimated: true,
      startMs: 2_000,
      endMs: 8_000,
      words: [
        { text: 'it', startMs: 2_000, endMs: 3_500 },
        { text: '[CARD]', startMs: 3_500, endMs: 8_000 },
      ],
    };
    await apply(cover('estimated', 0, 0, 10_000), cover('estimated', 1, 0, 10_000));
    await apply(hide('estimated', 0, [3_500, 8_000], estimated));
    await apply(hide('estimated', 1, [3_500, 8_000], { ...estimated, areWordTimesEstimated: false }));
    await end('estimated');
    const wav = (await get(serve({ EARSHOT_REDACTION_MARGIN_MS: '100' }), 'estimated')).rawPayload;
    expect([silences(wav, 0), silences(wav, 1)]).toEqual([[[1_600, 8_400]], [[3_400, 8_100]]]);
  });

  it('adds what a correction hides, never shows again what was hidden, and changes the entity tag', async () => {
    await record('corrected', 10);
    await apply(cover('corrected', 0, 0, 10_000), cover('corrected', 1, 0, 10_000));
    await apply(hide('corrected', 0, [2_000, 3_000], { revision: 3 }));
    await end('corrected');
    const server = serve();
    const before = await get(server, 'corrected');
    const etag = String(before.headers['etag']);
    expect((await get(server, 'corrected', { 'if-none-match': etag })).statusCode).toBe(304);
    // An older revision of the same final and a newer one.
    await apply(hide('corrected', 0, [2_000, 3_000], { revision: 1, redactions: [] }));
    const segmentId = segmentIdSchema.parse('0-2000-0');
    await apply(hide('corrected', 0, [6_000, 7_000], { revision: 4, segmentId }));
    const after = await get(server, 'corrected', { 'if-none-match': etag });
    expect(after.statusCode).toBe(200);
    expect(silences(after.rawPayload, 0)).toEqual([
      [1_750, 3_250],
      [5_750, 7_250],
    ]);
    const resumed = await get(server, 'corrected', { 'if-range': etag, range: 'bytes=0-9' });
    expect(resumed.statusCode).toBe(200);
    const { 'last-modified': date = '' } = after.headers;
    expect((await get(server, 'corrected', { 'if-modified-since': String(date) })).statusCode).toBe(200);
  });

  it('hides by kind as the setting says', async () => {
    await record('kinds', 10);
    await apply(cover('kinds', 0, 0, 10_000), cover('kinds', 1, 0, 10_000));
    await apply(hide('kinds', 0, [2_000, 3_000]), hide('kinds', 1, [2_000, 3_000], {}, 'PHONE'));
    await end('kinds');
    const wav = (await get(serve({ EARSHOT_REDACTION_AUDIO: 'PHONE=keep' }), 'kinds')).rawPayload;
    expect([silences(wav, 0), silences(wav, 1)]).toEqual([[[1_750, 3_250]], []]);
  });

  it('serves a live call only as far as every track is transcribed, minus the hold-back', async () => {
    await record('live', 10);
    const server = serve({ EARSHOT_RECORDING_HOLD_BACK_MS: '2000' });
    const seconds = async () => ((await get(server, 'live')).rawPayload.length - 44) / (RATE * 4);
    expect(await seconds()).toBe(0);
    await apply(cover('live', 0, 0, 9_000));
    expect(await seconds()).toBe(0);
    await apply(cover('live', 1, 0, 5_000), cover('live', 1, 6_000, 9_000));
    expect(await seconds()).toBe(3);
    const gap = { track: 1, fromMs: 5_000, toMs: 6_000, reason: 'ENGINE_FAILED' } as const;
    await apply({ ...fact('live'), kind: 'transcript-gap', data: gap });
    expect(await seconds()).toBe(7);
    const answer = await get(server, 'live', { range: 'bytes=300000-' });
    expect([answer.statusCode, answer.headers['etag']]).toEqual([416, undefined]);
    // The words of the gap may be anything, so it is silent until they are known.
    expect(silences((await get(server, 'live')).rawPayload, 1)).toEqual([[5_000, 6_000]]);
    await apply(cover('live', 1, 5_000, 6_000));
    expect(silences((await get(server, 'live')).rawPayload, 1)).toEqual([]);
  });

  it('serves audio that nobody transcribed as silence, or audible if the setting says so', async () => {
    await record('unheard', 10);
    await apply(cover('unheard', 0, 0, 4_000), cover('unheard', 1, 0, 10_000));
    await end('unheard');
    expect(silences((await get(serve(), 'unheard')).rawPayload, 0)).toEqual([[4_000, 10_000]]);
    const audible = serve({ EARSHOT_UNTRANSCRIBED_AUDIO: 'serve' });
    expect(silences((await get(audible, 'unheard')).rawPayload, 0)).toEqual([]);
  });

  it('serves nothing while the database is away, and says that it may be tried again', async () => {
    await record('away', 1);
    const reader = openPostgres({ url: 'postgres://a:b@127.0.0.1:9/none', poolSize: 1, logger: new CapturingLogger() });
    const answer = await get(serve({}, reader.callReader), 'away');
    expect([answer.statusCode, answer.headers['retry-after']]).toEqual([503, '5']);
    await reader.close();
  });

  it('answers 404 for a file without a call, and for a call without a file', async () => {
    const writer = await recordings().open(id('stray'), { codec: 'L16', sampleRateHz: RATE, channelCount: 2 });
    await writer.append(new Uint8Array(4_000));
    await writer.close();
    await apply({ ...fact('silent'), kind: 'started', data: { source: 'test', startedAtMs: NOW } });
    const server = serve();
    expect((await get(server, 'stray')).statusCode).toBe(404);
    expect((await get(server, 'silent')).statusCode).toBe(404);
  });
});
