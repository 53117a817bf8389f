import { startChild, type Child } from './child-process.js';
import type { CallsPlayed, CallsToPlay } from './player-child.js';
import { readCpuMs, type Addresses } from './process-figures.js';
import { percentile, type Measurement } from './format-table.js';

const CALLS = 50;
const SECONDS = 40;
const ROUNDS = 7;

/**
 * Measures the CPU time of ingest per second of a call: 8 kHz stereo L16, 200 ms chunks, 50 calls at ten times real time.
 * Alternates with a bare WebSocket receiver, because machines differ and other work on the machine disturbs both equally.
 */
export async function benchIngest(): Promise<Measurement[]> {
  const player = await startChild('player-child');
  const ingest = await startChild<Addresses>('ingest-child');
  const sealing = await startChild<Addresses>('ingest-child', 'sealed');
  const bare = await startChild<Addresses>('bare-socket-child');
  try {
    return await compareReceivers(player, { ingest, sealing, bare });
  } finally {
    await Promise.all([player.stop(), ingest.stop(), sealing.stop(), bare.stop()]);
  }
}

interface Receivers {
  readonly ingest: Child<Addresses>;
  /** Ingest whose bus seals the audio. */
  readonly sealing: Child<Addresses>;
  readonly bare: Child<Addresses>;
}

async function compareReceivers(player: Child<unknown>, { ingest, sealing, bare }: Receivers): Promise<Measurement[]> {
  const figures = new Map<Child<Addresses>, number[]>([
    [bare, []],
    [ingest, []],
    [sealing, []],
  ]);
  // Round 0 warms up the processes.
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const [child, all] of figures) {
      const perSecondMs = await measureCpuPerCallSecond(child, player, `${child.pid}-${round}`);
      if (round > 0) all.push(perSecondMs);
    }
  }
  const medianOf = (child: Child<Addresses>) => percentile(figures.get(child) ?? [], 0.5);
  const format = (child: Child<Addresses>) => {
    const all = figures.get(child) ?? [];
    return `${medianOf(child).toFixed(3)} ms (${percentile(all, 0).toFixed(3)}–${Math.max(...all).toFixed(3)})`;
  };
  return [
    {
      name: `ingest CPU per call-second, audio published: median of ${ROUNDS} rounds (from–to)`,
      measured: format(ingest),
      target: '',
    },
    { name: 'the same for a bare WebSocket receiver', measured: format(bare), target: '' },
    {
      name: 'ingest against the bare receiver in the same run',
      measured: `${(medianOf(ingest) / medianOf(bare)).toFixed(2)}×`,
      target: '≤ 1.5×',
    },
    { name: 'ingest CPU per call-second, audio sealed for Kafka or Kinesis', measured: format(sealing), target: '' },
    {
      name: 'sealing against ingest in the same run',
      measured: `${(medianOf(sealing) / medianOf(ingest)).toFixed(2)}×`,
      target: '≤ 1.1×',
    },
  ];
}

async function measureCpuPerCallSecond(
  child: Child<Addresses>,
  player: Child<unknown>,
  prefix: string,
): Promise<number> {
  const before = await readCpuMs(child);
  await player.request('play', {
    url: child.started.ingestUrl,
    prefix,
    from: 0,
    calls: CALLS,
    seconds: SECONDS,
    speed: 10,
  } satisfies CallsToPlay);
  const { disturbed } = await player.request<CallsPlayed>('waitForCalls', prefix);
  if (disturbed > 0) throw new Error(`${disturbed} of ${CALLS} calls were disturbed`);
  return ((await readCpuMs(child)) - before) / (CALLS * SECONDS);
}
