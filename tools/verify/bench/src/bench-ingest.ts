import { startChild, type Child } from './child-process.js';
import type { IngestBusName } from './ingest-buses.js';
import type { CallsPlayed, CallsToPlay } from './player-child.js';
import { readCpuMs, type Addresses } from './process-figures.js';
import { readTreeCpuMs } from './process-tree.js';
import { percentile, type Measurement } from './format-table.js';

const CALLS = 50;
const SECONDS = 40;
const ROUNDS = 7;
/** All services together would fall behind ten times as many calls. */
const WHOLE_SPEED = 2;
const WHOLE_ROUNDS = 3;

type ReceiverName = 'bare' | Exclude<IngestBusName, 'stalled'>;
const RECEIVERS: readonly ReceiverName[] = ['bare', 'plain', 'bare-cipher', 'sealed', 'opened'];

/** CPU milliseconds per second of a call, one for each round. */
type Figures = Readonly<Record<ReceiverName, readonly number[]>>;

/**
 * Measures the CPU time of ingest per second of a call: 8 kHz stereo L16, 200 ms chunks, 50 calls at ten times real time.
 * Alternates with a bare WebSocket receiver, because machines differ and other work on the machine disturbs both equally. What sealing
 * costs is compared with the bare cipher of Node, and with all services and PostgreSQL together.
 */
export async function benchIngest(): Promise<Measurement[]> {
  const player = await startChild('player-child');
  try {
    return describeFigures(await compareReceivers(player), await measureWholePath(player));
  } finally {
    await player.stop();
  }
}

async function compareReceivers(player: Child<unknown>): Promise<Figures> {
  const figures: Record<ReceiverName, number[]> = { bare: [], plain: [], 'bare-cipher': [], sealed: [], opened: [] };
  const receivers: [ReceiverName, Child<Addresses>][] = [];
  try {
    for (const name of RECEIVERS)
      receivers.push([
        name,
        await (name === 'bare' ? startChild('bare-socket-child') : startChild('ingest-child', name)),
      ]);
    // Round 0 warms up the processes. The order changes, so that no receiver always follows the same one.
    for (let round = 0; round <= ROUNDS; round += 1) {
      for (const [name, child] of round % 2 === 0 ? receivers : receivers.toReversed()) {
        const perSecondMs = await measureCpuPerCallSecond(() => readCpuMs(child), child, player, {
          prefix: `${child.pid}-${round}`,
          speed: 10,
        });
        if (round > 0) figures[name].push(perSecondMs);
      }
    }
    return figures;
  } finally {
    await Promise.all(receivers.map(([, child]) => child.stop()));
  }
}

/** CPU milliseconds of all services and PostgreSQL per second of a call. Null if the system has no `/proc`. */
async function measureWholePath(player: Child<unknown>): Promise<number | null> {
  const earshot = await startChild<Addresses>('earshot-child');
  try {
    if (readTreeCpuMs(earshot.pid) === null) return null;
    const all: number[] = [];
    for (let round = 0; round <= WHOLE_ROUNDS; round += 1)
      all.push(
        await measureCpuPerCallSecond(async () => readTreeCpuMs(earshot.pid) ?? 0, earshot, player, {
          prefix: `whole-${round}`,
          speed: WHOLE_SPEED,
          script: 'generated:#',
        }),
      );
    return percentile(all.slice(1), 0.5);
  } finally {
    await earshot.stop();
  }
}

async function measureCpuPerCallSecond(
  readCpu: () => Promise<number>,
  child: Child<Addresses>,
  player: Child<unknown>,
  calls: Pick<CallsToPlay, 'prefix' | 'speed' | 'script'>,
): Promise<number> {
  const before = await readCpu();
  await player.request('play', {
    url: child.started.ingestUrl,
    from: 0,
    calls: CALLS,
    seconds: SECONDS,
    ...calls,
  } satisfies CallsToPlay);
  const { disturbed } = await player.request<CallsPlayed>('waitForCalls', calls.prefix);
  if (disturbed > 0) throw new Error(`${disturbed} of ${CALLS} calls were disturbed`);
  return ((await readCpu()) - before) / (CALLS * SECONDS);
}

function describeFigures(figures: Figures, wholeMs: number | null): Measurement[] {
  const median = (name: ReceiverName) => percentile(figures[name], 0.5);
  const format = (name: ReceiverName) =>
    `${median(name).toFixed(3)} ms (${Math.min(...figures[name]).toFixed(3)}–${Math.max(...figures[name]).toFixed(3)})`;
  const ratio = (name: ReceiverName, to: ReceiverName) => `${(median(name) / median(to)).toFixed(2)}×`;
  const row = (name: string, measured: string, target = ''): Measurement => ({ name, measured, target });
  const sealingMs = median('opened') - median('plain');
  return [
    row(`ingest CPU per call-second, audio published: median of ${ROUNDS} rounds (from–to)`, format('plain')),
    row('the same for a bare WebSocket receiver', format('bare')),
    row('ingest against the bare receiver in the same run', ratio('plain', 'bare'), '≤ 1.5×'),
    row('ingest CPU per call-second, audio sealed for Kafka or Kinesis', format('sealed')),
    row('the same with the bare cipher of Node, the least that sealing can cost', format('bare-cipher')),
    row('the bare cipher against ingest in the same run', ratio('bare-cipher', 'plain')),
    row('sealing against ingest in the same run', ratio('sealed', 'plain')),
    row('sealing against the bare cipher in the same run', ratio('sealed', 'bare-cipher'), '≤ 1.2×'),
    row(
      'sealing the audio once and opening it twice, as transcription and persistence do',
      `${sealingMs.toFixed(3)} ms`,
    ),
    ...(wholeMs === null
      ? []
      : [
          row('CPU of all services and PostgreSQL per call-second, without sealing', `${wholeMs.toFixed(3)} ms`),
          row(
            'share of sealing and opening in that path',
            `${((100 * sealingMs) / (wholeMs + sealingMs)).toFixed(1)} %`,
            '≤ 5 %',
          ),
        ]),
  ];
}
