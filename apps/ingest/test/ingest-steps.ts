import { afterEach } from '@jest/globals';
import type { Clock } from '@earshot/ports';
import { IngestUnderTest } from './ingest-under-test.js';
import type { LcaClient } from './lca-client.js';

/** Returns a function that opens ingest. Everything that a test opens is closed after the test. */
export function ingestPerTest() {
  const opened: IngestUnderTest[] = [];
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((ingest) => ingest.close()));
  });
  return async (settings?: Record<string, string>, clock?: Clock): Promise<IngestUnderTest> => {
    const ingest = await IngestUnderTest.open(settings, clock);
    opened.push(ingest);
    return ingest;
  };
}

let seed = 1;
/** A number from 0 to 1, from a fixed seed. */
export const random = () => (seed = (seed * 48_271) % 0x7fff_ffff) / 0x7fff_ffff;
/** Random audio, so that a misplaced byte is found. */
export const bytes = (length: number) =>
  new Uint8Array(Uint32Array.from({ length: Math.ceil(length / 4) }, () => random() * 0xffff_ffff).buffer, 0, length);
/** Bytes in 200 ms of 8 kHz stereo. */
export const CHUNK = 6_400;

export const nextTurn = () => new Promise((resolve) => setTimeout(resolve, 1));
/** Waits long enough for something unwanted to happen. */
export const settle = async () => {
  for (let turn = 0; turn < 20; turn++) await nextTurn();
};
/** Waits until ingest has received this many binary frames. */
export const hasReceived = async (ingest: Pick<IngestUnderTest, 'metrics'>, frames: number) => {
  while ((ingest.metrics.values.get('earshot_ingest_frames_received_total') ?? 0) < frames) await nextTurn();
};
export const endOf = async (ingest: IngestUnderTest, client: LcaClient, callId: string) => {
  client.end(callId);
  await client.reply('ended', { callId });
  return ingest.bus.of(callId);
};
