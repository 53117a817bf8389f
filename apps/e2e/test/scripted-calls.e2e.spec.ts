import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { playCall, type PlayOptions } from '@earshot/call-player';
import { wavHeader } from '@earshot/domain';
import { generatedUtterances } from '@earshot/speech';
import type { Client } from 'graphql-ws';
import WebSocket from 'ws';
import { fetchRecording, testAudio } from './support/audio.js';
import { createSubscriber, untilCall, watchSegments, type Segment } from './support/graphql.js';
import { startTestEarshot, type TestEarshot } from './support/running-earshot.js';

const tracks = [0, 1];

/** On track 1 somebody speaks for three seconds, and the engine gives no words. */
const mumble = {
  name: 'mumble',
  utterances: [
    { track: 0, startMs: 1_000, endMs: 3_000, text: 'what is your name' },
    { track: 1, startMs: 4_000, endMs: 7_000, text: '' },
    { track: 0, startMs: 8_000, endMs: 10_000, text: 'could you say that again' },
  ],
};

/** The expected texts of a call with a generated script, per track and in order. */
const expectedTexts = (seed: string, durationMs: number) =>
  Object.fromEntries(
    tracks.map((track) => [track, generatedUtterances(seed, track, 0, durationMs).map(({ text }) => text)]),
  );

const finalTexts = (segments: readonly Segment[]) =>
  Object.fromEntries(
    tracks.map((track) => [
      track,
      segments.filter((segment) => segment.track === track && !segment.isPartial).map(({ text }) => text),
    ]),
  );

describe('a scripted call from the WebSocket to the subscription', () => {
  let earshot: TestEarshot;
  let scripts: string;
  beforeAll(async () => {
    scripts = await mkdtemp(join(tmpdir(), 'earshot-scripts-'));
    await writeFile(join(scripts, 'mumble.json'), JSON.stringify(mumble));
    earshot = await startTestEarshot({ EARSHOT_SCRIPTS_DIR: scripts });
  }, 60_000);
  afterAll(async () => {
    await earshot.close();
    await rm(scripts, { recursive: true });
  }, 60_000);

  let stop: AbortController;
  /** The calls and the hostile client of a test. */
  let running: Promise<unknown>[];
  let clients: Client[];
  beforeEach(() => {
    [stop, running, clients] = [new AbortController(), [], []];
  });
  // Also after a test that failed or reached its time limit: a call that plays on would connect again and leave timers behind.
  afterEach(async () => {
    stop.abort();
    await Promise.allSettled(running);
    await Promise.all(clients.map((client) => client.dispose()));
  }, 60_000);

  const subscribe = (): Client => {
    const client = createSubscriber(earshot.graphqlUrl);
    clients.push(client);
    return client;
  };
  const play = (options: Pick<PlayOptions, 'audio' | 'callId' | 'speed' | 'script'>) => {
    // A busy machine accepts a hundred connections slowly. The test's own time limit ends a connection that hangs.
    const connectWithinMs = 180_000;
    const playing = playCall({
      ...options,
      connectWithinMs,
      url: earshot.ingestUrl,
      engine: 'scripted',
      signal: stop.signal,
    });
    running.push(playing);
    return playing;
  };

  it('arrives complete and in order, live and stored, with an unchanged recording and a complete ledger', async () => {
    const audio = testAudio(20_000);
    const watched = watchSegments(subscribe(), 'one-call');
    const result = await play({ audio, callId: 'one-call', speed: 10, script: 'generated:one' });
    expect(result.serverErrors).toEqual([]);
    const call = await untilCall(earshot.graphqlUrl, 'one-call', ({ status }) => status === 'ENDED');
    const expected = expectedTexts('one', 20_000);
    expect(expected[0]?.length).toBeGreaterThan(1);
    expect(finalTexts(call.segments.nodes)).toEqual(expected);
    expect(finalTexts(watched.seen)).toEqual(expected);
    expect(watched.seen.some(({ isPartial }) => isPartial)).toBe(true);
    const recorded = await fetchRecording(earshot.httpUrl, call.recording?.url ?? '');
    expect(Buffer.compare(recorded, audio.payload)).toBe(0);
    expect(call.ledger).toHaveLength(2);
    for (const row of call.ledger) {
      expect(row.receivedMs).toBeCloseTo(20_000, 3);
      expect(row.transcribedMs + row.gapMs).toBeCloseTo(row.receivedMs, 3);
      expect(row.gapMs).toBe(0);
    }
  }, 60_000);

  it('is made of a recording that is sent, with its audio, its words and a complete ledger', async () => {
    const audio = testAudio(24_000);
    const url = `${earshot.ingestUrl.replace(/^ws/, 'http').replace(/\/api\/.*/, '')}/api/v1/recordings`;
    const body = Buffer.concat([wavHeader(audio, audio.payload.length), audio.payload]);
    const headers = { 'earshot-call-id': 'sent', 'earshot-started-at': '2026-03-01T09:00:00Z' };
    const answer = await fetch(url, { method: 'POST', body, headers });
    expect(answer.status).toBe(201);
    const call = await untilCall(earshot.graphqlUrl, 'sent', ({ status }) => status === 'ENDED', 60_000);
    expect(call).toMatchObject({ durationMs: 24_000, endedAt: '2026-03-01T09:00:24.000Z', problems: [] });
    expect(finalTexts(call.segments.nodes)).toEqual(expectedTexts('sent', 24_000));
    for (const row of call.ledger) expect(row).toMatchObject({ receivedMs: 24_000, transcribedMs: 24_000, gapMs: 0 });
    const recorded = await fetchRecording(earshot.httpUrl, call.recording?.url ?? '');
    expect(Buffer.compare(recorded, audio.payload)).toBe(0);
  }, 120_000);

  it('says how far its words are behind while its engine hangs, and has all of them afterwards', async () => {
    // The engine hangs at 20 s of the audio, and the next one would at 40 s.
    const playing = play({
      audio: testAudio(36_000),
      callId: 'late',
      speed: 10,
      script: 'generated:late:4:fault=hang@20',
    });
    const late = await untilCall(earshot.graphqlUrl, 'late', ({ wordsBehindMs }) => (wordsBehindMs ?? 0) >= 10_000);
    expect(late.status).toBe('LIVE');
    await playing;
    const call = await untilCall(earshot.graphqlUrl, 'late', ({ status }) => status === 'ENDED', 120_000);
    expect(call.wordsBehindMs).toBeNull();
    expect(finalTexts(call.segments.nodes)).toEqual(expectedTexts('late', 36_000));
    for (const row of call.ledger) expect([row.gapMs, row.transcribedMs]).toEqual([0, row.receivedMs]);
  }, 180_000);

  it('says where somebody spoke without words, and its account is complete', async () => {
    await play({ audio: testAudio(12_000), callId: 'mumble', speed: 10, script: 'mumble' });
    const call = await untilCall(earshot.graphqlUrl, 'mumble', ({ status }) => status === 'ENDED');
    expect(call.speechWithoutWords).toEqual([{ track: 1, participant: { role: 'AGENT' }, fromMs: 4_000, toMs: 7_000 }]);
    expect(finalTexts(call.segments.nodes)).toEqual({ 0: ['what is your name', 'could you say that again'], 1: [] });
    for (const row of call.ledger) expect([row.gapMs, row.transcribedMs]).toEqual([0, row.receivedMs]);
  }, 60_000);

  it('arrives complete and in order for 100 calls at once, while another client sends invalid messages', async () => {
    const audio = testAudio(12_000);
    const ids = Array.from({ length: 100 }, (_, at) => `crowd-${at}`);
    // The gateway allows 50 subscriptions on a socket.
    const four = Array.from({ length: 4 }, subscribe);
    const watched = new Map(
      four.flatMap((client, at) =>
        ids.slice(at * 25, at * 25 + 25).map((id) => [id, watchSegments(client, id)] as const),
      ),
    );
    const attack = new AbortController();
    const sending = sendInvalidMessages(earshot.ingestUrl, AbortSignal.any([attack.signal, stop.signal]));
    running.push(sending);
    await Promise.all(
      ids.map(async (callId, at) => {
        await new Promise((resolve) => setTimeout(resolve, at * 20));
        return play({ audio, callId, speed: 2, script: `generated:${callId}` });
      }),
    );
    for (const id of ids) {
      const call = await untilCall(earshot.graphqlUrl, id, ({ status }) => status === 'ENDED');
      expect(finalTexts(call.segments.nodes)).toEqual(expectedTexts(id, 12_000));
      expect(call.problems).toEqual([]);
      expect(call.ledger).toHaveLength(2);
      for (const row of call.ledger) expect(row.transcribedMs + row.gapMs).toBeCloseTo(row.receivedMs, 3);
    }
    attack.abort();
    const replies = await sending;
    for (const [id, { seen }] of watched)
      expect({ id, ...finalTexts(seen) }).toEqual({ id, ...expectedTexts(id, 12_000) });
    expect(replies.every((count) => count > 0)).toBe(true);
  }, 240_000);
});

/** Sends each kind of invalid message again and again. Returns the replies and closed connections for each kind. */
async function sendInvalidMessages(url: string, stop: AbortSignal): Promise<number[]> {
  const start = (callId: string, more = {}) =>
    JSON.stringify({ callEvent: 'START', callId, samplingRate: 8_000, ...more });
  const kinds: ((socket: WebSocket, round: number) => void)[] = [
    (socket) => socket.send('{not json'),
    (socket) => socket.send('"text"'),
    (socket) => socket.send(Buffer.alloc(640)),
    (socket, round) => {
      socket.send(start(`bad-second-${round}`));
      socket.send(start(`bad-other-${round}`));
    },
    (socket, round) => {
      socket.send(start(`bad-end-${round}`));
      socket.send(JSON.stringify({ callEvent: 'END', callId: 'crowd-0', samplingRate: 8_000 }));
    },
    (socket) => socket.send(start('no-rate', { samplingRate: undefined })),
    (socket) => socket.send(start('x'.repeat(10_000))),
    (socket, round) => {
      socket.send(start(`bad-odd-${round}`));
      socket.send(Buffer.alloc(641));
      socket.send(JSON.stringify({ callEvent: 'END', callId: `bad-odd-${round}`, samplingRate: 8_000 }));
    },
    (socket) => socket.send(Buffer.alloc(4 * 1_048_576)),
    (socket, round) => {
      socket.send(start(`bad-gone-${round}`));
      socket.send(Buffer.alloc(640));
      setTimeout(() => socket.terminate(), 50);
    },
  ];
  const replies = kinds.map(() => 0);
  for (let round = 0; !stop.aborted || round === 0; round += 1) {
    await Promise.all(
      kinds.map(
        (send, at) =>
          new Promise<void>((resolve) => {
            const socket = new WebSocket(url);
            const timer = setTimeout(() => socket.terminate(), 300);
            socket.on('message', () => (replies[at] = (replies[at] ?? 0) + 1));
            socket.on('close', () => {
              clearTimeout(timer);
              replies[at] = (replies[at] ?? 0) + 1;
              resolve();
            });
            socket.on('error', () => {});
            socket.on('open', () => send(socket, round));
          }),
      ),
    );
  }
  return replies;
}
