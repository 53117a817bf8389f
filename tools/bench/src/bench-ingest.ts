import { playCall } from '@earshot/call-player';
import { startMeasured } from './child-process.js';
import { silence } from './silence.js';
import type { Row } from './table.js';

const CALLS = 50;
const SECONDS = 20;

/** CPU of ingest per second of a call: 8 kHz stereo L16, 200 ms chunks, 50 calls at ten times real time. */
export async function benchIngest(): Promise<Row[]> {
  const ingest = await startMeasured('ingest-child');
  const audio = silence(SECONDS * 1_000);
  const play = (round: string) =>
    Promise.all(Array.from({ length: CALLS }, (_, at) => playCall({ audio, url: ingest.ingestUrl, callId: `${round}-${at}`, speed: 10 })));
  await play('warm-up');
  const before = await ingest.figures();
  await play('measured');
  const after = await ingest.figures();
  await ingest.stop();
  const perSecondMs = (after.cpuMs - before.cpuMs) / (CALLS * SECONDS);
  return [{ what: `ingest CPU per call-second (${CALLS} calls)`, measured: `${perSecondMs.toFixed(3)} ms`, target: '≤ 0.30 ms' }];
}
