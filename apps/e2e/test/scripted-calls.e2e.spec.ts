import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { playCall } from '@earshot/call-player';
import { generatedUtterances } from '@earshot/speech';
import WebSocket from 'ws';
import { fetchRecording, testAudio } from './support/audio.js';
import { createSubscriber, untilCall, watchSegments, type Segment } from './support/graphql.js';
import { startTestEarshot, type TestEarshot } from './support/running-earshot.js';

const tracks = [0, 1];

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
  beforeAll(async () => {
    earshot = await startTestEarshot();
  }, 60_000);
  afterAll(() => earshot.close(), 60_000);

  it('arrives complete and in order, live and stored, with an unchanged recording and a complete ledger', async () => {
    const audio = testAudio(20_000);
    const client = createSubscriber(earshot.graphqlUrl);
    const watched = watchSegments(client, 'one-call');
    const result = await playCall({
      audio,
      url: earshot.ingestUrl,
      callId: 'one-call',
      speed: 10,
      engine: 'scripted',
      script: 'generated:one',
    });
    expect(result.serverErrors).toEqual([]);
    const call = await untilCall(earshot.graphqlUrl, 'one-call', ({ status }) => status === 'ENDED');
    const expected = expectedTexts('one', 20_000);
    expect(expected[0]?.length).toBeGreaterThan(1);
    expect(finalTexts(call.segments.nodes)).toEqual(expected);
    expect(finalTexts(watched.seen)).toEqual(expected);
    expect(watched.seen.some(({ isPartial }) => isPartial)).toBe(true);
    expect(await fetchRecording(earshot.httpUrl, call.recording?.url ?? '')).toEqual(audio.payload);
    expect(call.ledger).toHaveLength(2);
    for (const row of call.ledger) {
      expect(row.receivedMs).toBeCloseTo(20_000, 3);
      expect(row.transcribedMs + row.gapMs).toBeCloseTo(row.receivedMs, 3);
      expect(row.gapMs).toBe(0);
    }
    await client.dispose();
  }, 60_000);

  it('arrives complete and in order for 100 calls at once, while another client sends invalid messages', async () => {
    const audio = testAudio(12_000);
    const ids = Array.from({ length: 100 }, (_, at) => `crowd-${at}`);
    // The gateway allows 50 subscriptions on a socket.
    const clients = Array.from({ length: 4 }, () => createSubscriber(earshot.graphqlUrl));
    const watched = new Map(
      clients.flatMap((client, at) =>
        ids.slice(at * 25, at * 25 + 25).map((id) => [id, watchSegments(client, id)] as const),
      ),
    );
    const stop = new AbortController();
    let calls: Promise<unknown>[] = [];
    let isOver = false;
    const sending = sendInvalidMessages(earshot.ingestUrl, () => isOver);
    try {
      calls = ids.map(async (callId, at) => {
        await new Promise((resolve) => setTimeout(resolve, at * 20));
        const { signal } = stop;
        const play = { audio, url: earshot.ingestUrl, callId, speed: 2, signal };
        return playCall({ ...play, engine: 'scripted', script: `generated:${callId}` });
      });
      await Promise.all(calls);
      for (const id of ids) {
        const call = await untilCall(earshot.graphqlUrl, id, ({ status }) => status === 'ENDED');
        expect(finalTexts(call.segments.nodes)).toEqual(expectedTexts(id, 12_000));
        expect(call.problems).toEqual([]);
        expect(call.ledger).toHaveLength(2);
        for (const row of call.ledger) expect(row.transcribedMs + row.gapMs).toBeCloseTo(row.receivedMs, 3);
      }
      isOver = true;
      const replies = await sending;
      for (const [id, { seen }] of watched)
        expect({ id, ...finalTexts(seen) }).toEqual({ id, ...expectedTexts(id, 12_000) });
      expect(replies.every((count) => count > 0)).toBe(true);
    } finally {
      // Also after a failure: otherwise jest would report open handles instead of the failure.
      isOver = true;
      stop.abort();
      await sending;
      // After one call failed, the others would play on, connect again and leave timers behind.
      await Promise.allSettled(calls);
      await Promise.all(clients.map((client) => client.dispose()));
    }
  }, 120_000);
});

/** Sends each kind of invalid message again and again. Returns the replies and closed connections for each kind. */
async function sendInvalidMessages(url: string, isOver: () => boolean): Promise<number[]> {
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
  for (let round = 0; !isOver() || round === 0; round += 1) {
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
