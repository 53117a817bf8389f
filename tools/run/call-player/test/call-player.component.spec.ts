import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { wavHeader } from '@earshot/domain';
import { playCall, toCallAudio, type CallAudio, type PlayProgress } from '../src/index.js';
import { replyLikeEarshot, CallListener, type ReceivedCall } from './call-listener.js';

jest.setTimeout(180_000);

const opened: CallListener[] = [];
const listen = async (onMessage?: (call: ReceivedCall, message: Record<string, unknown> | Buffer) => void) => {
  const listener = await CallListener.open(onMessage);
  opened.push(listener);
  return listener;
};
afterEach(async () => {
  await Promise.all(opened.splice(0).map((listener) => listener.close()));
});

/** Stereo L16 in which neighbouring bytes differ. */
const anAudio = (seconds: number, sampleRateHz = 8_000): CallAudio => {
  const data = Uint8Array.from({ length: seconds * sampleRateHz * 4 }, (_, i) => (i * 31) & 0xff);
  const wav = Buffer.concat([wavHeader({ codec: 'L16', sampleRateHz, channelCount: 2 }, data.length), data]);
  const audio = toCallAudio(wav);
  if (!audio.ok) throw new Error(audio.error.code);
  return audio.value;
};

describe('playCall', () => {
  it('sends the messages of LCA clients, and every byte of audio once and in order', async () => {
    const listener = await listen();
    const audio = anAudio(1.05, 44_100);
    const result = await playCall({
      audio,
      url: listener.url,
      callId: 'c1',
      agentId: 'Ann',
      speed: 'max',
      script: 's',
    });
    const [call] = listener.calls;
    expect(call?.texts[0]).toEqual({
      callEvent: 'START',
      callId: 'c1',
      agentId: 'Ann',
      shouldRecordCall: true,
      samplingRate: 44_100,
      speechScript: 's',
    });
    expect(call?.texts[1]).toMatchObject({ callEvent: 'END', callId: 'c1', samplingRate: 44_100 });
    expect(call?.frames).toBe(6);
    expect(Buffer.compare(call?.audio ?? Buffer.alloc(0), audio.payload)).toBe(0);
    expect(result).toMatchObject({
      callId: 'c1',
      sentBytes: audio.payload.length,
      receivedMs: 7,
      reconnects: 0,
      serverErrors: [],
    });
    expect(result.startedAfterMs).toBeGreaterThanOrEqual(0);
  });

  it('keeps an absolute schedule: a late chunk does not delay the next ones', async () => {
    const listener = await listen();
    const stallMs = 200;
    const latenessMs: number[] = [];
    let startedAt = 0;
    const onProgress = ({ state, positionMs }: PlayProgress) => {
      if (state !== 'playing') return;
      latenessMs.push(performance.now() - startedAt - positionMs / 2);
      if (latenessMs.length === 1) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, stallMs);
    };
    const onConnected = () => (startedAt = performance.now());
    await playCall({ audio: anAudio(1), url: listener.url, speed: 2, chunkMs: 20, onConnected, onProgress });
    expect(latenessMs).toHaveLength(50);
    expect(Math.min(...latenessMs)).toBeGreaterThan(-5);
    expect(Math.min(...latenessMs.slice(30))).toBeLessThan(stallMs / 2);
  });

  it('reconnects with the same id and skips the audio that passed', async () => {
    let cut = false;
    const listener = await listen((call, message) => {
      replyLikeEarshot(call, message);
      if (!cut && call.frames === 10) {
        cut = true;
        call.socket.terminate();
      }
    });
    const audio = anAudio(3);
    const result = await playCall({ audio, url: listener.url, callId: 'c1', speed: 2, chunkMs: 50 });
    const [first, second] = listener.calls;
    expect(listener.calls).toHaveLength(2);
    expect(second?.texts[0]).toMatchObject({ callEvent: 'START', callId: 'c1' });
    expect(result.reconnects).toBe(1);
    expect(result.skippedMs).toBeGreaterThan(400);
    expect(result.sentMs + result.skippedMs).toBeCloseTo(3_000, 3);
    expect(result.disconnectedMs).toBeGreaterThanOrEqual(result.skippedMs / 2 - 50);
    expect(result.unansweredMs).toBeGreaterThan(0);
    // A timer of Node may fire up to a millisecond early.
    expect(result.endedAfterMs).toBeGreaterThanOrEqual(1_499);
    // The second connection carries the end of the call, byte for byte.
    const tail = audio.payload.subarray(audio.payload.length - (second?.audio.length ?? 0));
    expect(Buffer.compare(second?.audio ?? Buffer.alloc(0), tail)).toBe(0);
    expect(first?.texts).toHaveLength(1);
  });

  it('tries the next address in turn when a connection is lost, and reports each one', async () => {
    const cutOnce = (limit: number) => {
      let cut = false;
      return (call: ReceivedCall, message: Record<string, unknown> | Buffer) => {
        replyLikeEarshot(call, message);
        if (cut || call.frames < limit) return;
        cut = true;
        call.socket.terminate();
      };
    };
    const [one, other] = [await listen(cutOnce(3)), await listen(cutOnce(3))];
    const connections: { url: string; reconnects: number }[] = [];
    await playCall({
      audio: anAudio(3),
      url: one.url,
      otherUrls: [other.url],
      callId: 'c1',
      speed: 2,
      onConnected: ({ url, reconnects }) => connections.push({ url, reconnects }),
    });
    expect(connections).toEqual([
      { url: one.url, reconnects: 0 },
      { url: other.url, reconnects: 1 },
      { url: one.url, reconnects: 2 },
    ]);
    expect(one.calls).toHaveLength(2);
  });

  it('repeats END when the connection was lost before the confirmation', async () => {
    const listener = await listen((call, message) => {
      if (listener.calls.length === 1 && !Buffer.isBuffer(message) && message.callEvent === 'END')
        call.socket.terminate();
      else replyLikeEarshot(call, message);
    });
    const result = await playCall({ audio: anAudio(0.2), url: listener.url, speed: 'max' });
    expect(result.receivedMs).toBe(7);
    expect(listener.calls[1]?.texts.map((text) => text.callEvent)).toEqual(['START', 'END']);
  });

  it('fails with the code of the server when the call is refused', async () => {
    const listener = await listen((call, message) => {
      if (Buffer.isBuffer(message)) return;
      call.socket.send(JSON.stringify({ type: 'error', code: 'CALL_LIMIT_REACHED', message: 'No.' }));
      call.socket.close(1013);
    });
    await expect(playCall({ audio: anAudio(1), url: listener.url })).rejects.toMatchObject({
      code: 'CALL_REFUSED',
      message: expect.stringContaining('No. (CALL_LIMIT_REACHED)'),
    });
  });

  it('plays into a server that never replies', async () => {
    const listener = await listen(() => undefined);
    const result = await playCall({ audio: anAudio(0.4), url: listener.url, speed: 'max' });
    expect(result).toMatchObject({ startedAfterMs: null, receivedMs: null });
    expect(listener.calls[0]?.texts).toHaveLength(2);
  });

  it('ends the call with END when it is stopped', async () => {
    const stop = new AbortController();
    const listener = await listen((call, message) => {
      replyLikeEarshot(call, message);
      if (call.frames === 2) stop.abort();
    });
    const result = await playCall({ audio: anAudio(600), url: listener.url, signal: stop.signal });
    expect(result.receivedMs).toBe(7);
    expect(result.sentMs).toBeLessThan(600_000);
  });

  it('stops at once while it reconnects', async () => {
    const stop = new AbortController();
    const listener = await listen((call, message) => {
      replyLikeEarshot(call, message);
      if (Buffer.isBuffer(message)) void listener.close();
    });
    const result = await playCall({
      audio: anAudio(600),
      url: listener.url,
      signal: stop.signal,
      reconnectWithinMs: 3_600_000,
      onProgress: ({ state }) => {
        if (state === 'reconnecting') stop.abort();
      },
    });
    expect(result.reconnects).toBe(0);
    expect(listener.calls).toHaveLength(1);
    opened.splice(opened.indexOf(listener), 1);
  });

  it('reports in one line that nothing listens at the address', async () => {
    const listener = await CallListener.open();
    await listener.close();
    await expect(playCall({ audio: anAudio(1), url: listener.url })).rejects.toMatchObject({
      code: 'CONNECTION_REFUSED',
      message: expect.stringContaining('nothing listens there'),
    });
    await expect(playCall({ audio: anAudio(1), url: 'nonsense' })).rejects.toMatchObject({
      code: 'CONNECTION_REFUSED',
    });
  });
});
