import { playCall } from '@earshot/call-player';
import { startMeasured } from './child-process.js';
import { silence } from './silence.js';
import { hear, subscriber } from './subscribe.js';
import type { Row } from './table.js';

const HOUR_MS = 3_600_000;

/** A call of many hours, played as fast as it is taken: memory before and after, and what one more segment costs. */
export async function benchLongCall(hours: number): Promise<Row[]> {
  const earshot = await startMeasured('earshot-child');
  const client = subscriber(earshot.httpUrl);
  const finalsAtMs: number[] = [];
  hear(client, 'long', ({ isPartial }) => {
    if (!isPartial) finalsAtMs.push(performance.now());
  });
  await playCall({ audio: silence(60_000), url: earshot.ingestUrl, callId: 'warm-up', speed: 'max', engine: 'scripted', script: 'generated:warm-up' });
  const before = await earshot.figures();
  const sampling = sampleHeap(() => earshot.figures());
  // 2 s between finals of a channel: 10,800 finals in 6 hours, so that there is a 10,000th.
  const startedMs = Date.now();
  await playCall({ audio: silence(hours * HOUR_MS), url: earshot.ingestUrl, callId: 'long', speed: 'max', engine: 'scripted', script: 'generated:long:2' });
  const playedMs = Date.now() - startedMs;
  const peakHeapMb = await sampling.stop();
  const after = await earshot.figures();
  await client.dispose();
  await earshot.stop();
  const perSegmentMs = (from: number, to: number) => ((finalsAtMs[to] ?? Number.NaN) - (finalsAtMs[from] ?? Number.NaN)) / (to - from);
  const last = finalsAtMs.length - 1;
  const ratio = perSegmentMs(last - 1_000, last) / perSegmentMs(10, 1_010);
  return [
    { what: `${hours} h call played in ${(playedMs / 1_000).toFixed(0)} s: heap before → after (peak), resident`, measured: `${before.heapMb.toFixed(0)} → ${after.heapMb.toFixed(0)} MB (${peakHeapMb.toFixed(0)}), ${after.rssMb.toFixed(0)} MB`, target: 'flat' },
    { what: `cost of a segment around the ${last}th against the 10th`, measured: `${ratio.toFixed(2)}×`, target: '≤ 1.2×' },
  ];
}

function sampleHeap(figures: () => Promise<{ heapMb: number }>): { stop(): Promise<number> } {
  let peakMb = 0;
  let running = true;
  const loop = (async () => {
    while (running) {
      peakMb = Math.max(peakMb, (await figures()).heapMb);
      await new Promise((resolve) => setTimeout(resolve, 2_000));
    }
  })();
  return {
    stop: async () => {
      running = false;
      await loop;
      return peakMb;
    },
  };
}
