import { playCall } from '@earshot/call-player';
import { startMeasured } from './child-process.js';
import { silence } from './silence.js';
import { hear, subscriber } from './subscribe.js';
import { percentile, type Row } from './table.js';

const SECONDS = 30;
/** Calls that a subscriber listens to; the others run beside them. */
const HEARD = 40;

/** Real-time calls on all five services, PostgreSQL included, with the player on the same machine. */
export async function benchLiveCalls(counts: readonly number[]): Promise<Row[]> {
  const rows: Row[] = [];
  for (const calls of counts) {
    const earshot = await startMeasured('earshot-child');
    const client = subscriber(earshot.httpUrl);
    const lagsMs: number[] = [];
    for (let at = 0; at < Math.min(HEARD, calls); at += 1) {
      hear(client, `live-${at}`, ({ recognizedAt }) => lagsMs.push(Date.now() - Date.parse(recognizedAt)));
    }
    const audio = silence(SECONDS * 1_000);
    const before = await earshot.figures();
    const startedMs = Date.now();
    const results = await Promise.all(
      Array.from({ length: calls }, async (_, at) => {
        await new Promise((resolve) => setTimeout(resolve, (at * 5_000) / calls));
        return playCall({ audio, url: earshot.ingestUrl, callId: `live-${at}`, engine: 'scripted', script: `generated:${at}`, chunkMs: 200 });
      }),
    );
    const after = await earshot.figures();
    const cores = (after.cpuMs - before.cpuMs) / (Date.now() - startedMs);
    const errors = results.filter(({ serverErrors, reconnects }) => serverErrors.length > 0 || reconnects > 0).length;
    await client.dispose();
    await earshot.stop();
    rows.push(
      { what: `${calls} live calls: engine result → subscriber, p50 / p99`, measured: `${percentile(lagsMs, 0.5).toFixed(0)} / ${percentile(lagsMs, 0.99).toFixed(0)} ms (${lagsMs.length} results)`, target: 'p99 ≤ 250 ms at 1,000' },
      { what: `${calls} live calls: cores of the process, memory, calls disturbed`, measured: `${cores.toFixed(2)}, ${after.rssMb.toFixed(0)} MB, ${errors}`, target: '0 disturbed' },
    );
  }
  return rows;
}
