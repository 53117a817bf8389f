import { startChild, type Child } from './child-process.js';
import type { CallsPlayed, CallsToPlay } from './player-child.js';
import { cpuMsOf, type Addresses } from './process-figures.js';
import { percentile, type Row } from './table.js';

const CALLS = 50;
const SECONDS = 40;
const ROUNDS = 7;

/**
 * CPU of ingest per second of a call: 8 kHz stereo L16, 200 ms chunks, 50 calls at ten times real time. In turn with a
 * bare WebSocket receiver: machines differ, and other work disturbs both alike.
 */
export async function benchIngest(): Promise<Row[]> {
  const player = await startChild('player-child');
  const ingest = await startChild<Addresses>('ingest-child');
  const bare = await startChild<Addresses>('bare-socket-child');
  const figures = new Map<Child<Addresses>, number[]>([
    [bare, []],
    [ingest, []],
  ]);
  // Round 0 warms both up.
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const [child, all] of figures) {
      const perSecondMs = await cpuPerCallSecond(child, player, `${child.pid}-${round}`);
      if (round > 0) all.push(perSecondMs);
    }
  }
  await Promise.all([player.stop(), ingest.stop(), bare.stop()]);
  const shown = (child: Child<Addresses>) => {
    const all = figures.get(child) ?? [];
    return `${percentile(all, 0.5).toFixed(3)} ms (${percentile(all, 0).toFixed(3)}–${Math.max(...all).toFixed(3)})`;
  };
  return [
    {
      what: `ingest CPU per call-second, audio published: median of ${ROUNDS} rounds (from–to)`,
      measured: shown(ingest),
      target: '≤ 0.30 ms',
    },
    { what: 'the same of a bare WebSocket receiver', measured: shown(bare), target: '' },
  ];
}

async function cpuPerCallSecond(child: Child<Addresses>, player: Child<unknown>, prefix: string): Promise<number> {
  const before = await cpuMsOf(child);
  await player.ask('play', {
    url: child.started.ingestUrl,
    prefix,
    from: 0,
    calls: CALLS,
    seconds: SECONDS,
    speed: 10,
  } satisfies CallsToPlay);
  const { disturbed } = await player.ask<CallsPlayed>('played', prefix);
  if (disturbed > 0) throw new Error(`${disturbed} of ${CALLS} calls were disturbed`);
  return ((await cpuMsOf(child)) - before) / (CALLS * SECONDS);
}
