import type { VideoStreams } from '@earshot/ports';
import { CapturingLogger, ManualClock } from '@earshot/testing';
import { describe, expect, it } from '@jest/globals';
import { StreamReader } from './stream-reader.js';

/** Reads a stream whose sessions bring nothing. `isRefused`: the service does not open them. */
function setUp(isRefused: boolean) {
  const clock = new ManualClock(1_000_000);
  const streams: VideoStreams = {
    async *readMedia(_arn, _from, signal) {
      if (isRefused) throw new Error('503');
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
      yield* [];
    },
    close: () => {},
  };
  const reader = new StreamReader(
    { arn: 'arn', startFragmentNumber: '1', startedAtMs: clock.nowMs() },
    { callTag: 'CallId', platformCallId: 'c1', sampleRateHz: 8_000 },
    { onSession: () => {}, onParts: () => {}, onDrained: () => {}, onUnreadable: () => {} },
    { streams, clock, logger: new CapturingLogger() },
  );
  const done = reader.read();
  return {
    clock,
    reader,
    stop: async () => {
      reader.stop();
      await done;
    },
  };
}

describe('a reader of a stream', () => {
  it('is not behind while a silent stream brings nothing', async () => {
    const { reader, stop } = setUp(false);
    reader.expectEnd(900_000);
    expect(reader.isBehind).toBe(false);
    await stop();
  });

  it('is behind while it may not read', async () => {
    const { reader, stop } = setUp(false);
    reader.pauseReading();
    expect(reader.isBehind).toBe(true);
    reader.resumeReading();
    expect(reader.isBehind).toBe(false);
    await stop();
  });

  it('is behind for half a minute when the stream cannot be read', async () => {
    const { reader, clock, stop } = setUp(true);
    await clock.advance(1_000);
    expect(reader.isBehind).toBe(true);
    await clock.advance(40_000);
    expect(reader.isBehind).toBe(false);
    await stop();
  });
});
