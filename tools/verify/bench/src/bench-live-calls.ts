import { startChild, type Child } from './child-process.js';
import type { CallsPlayed, CallsToPlay } from './player-child.js';
import { cpuMsOf, loopOf, memoryOf, type Addresses } from './process-figures.js';
import type { CallsToHear, Heard } from './subscriber-child.js';
import { percentile, type Row } from './table.js';
import { treeCpuMs } from './tree-cpu.js';

/** Calls that somebody listens to; the others run beside them. */
const HEARD = 40;
const STARTS_PER_SECOND = 40;
/** From the last start to the first figure: what the starts left behind is worked off. */
const SETTLE_SECONDS = 10;
const MEASURE_SECONDS = 30;
const LINGER_SECONDS = 30;

/** Real-time calls on all five services, PostgreSQL included; player and subscribers are processes of their own on the same machine. */
export async function benchLiveCalls(counts: readonly number[]): Promise<Row[]> {
  const rows: Row[] = [];
  for (const calls of counts) rows.push(...(await benchCount(calls)));
  return rows;
}

async function benchCount(calls: number): Promise<Row[]> {
  const earshot = await startChild<Addresses>('earshot-child');
  const player = await startChild('player-child');
  const subscribers = await startChild('subscriber-child');
  try {
    return await measure(calls, earshot, player, subscribers);
  } finally {
    await Promise.all([player.stop(), subscribers.stop()]);
    await earshot.stop();
  }
}

async function measure(
  calls: number,
  earshot: Child<Addresses>,
  player: Child<unknown>,
  subscribers: Child<unknown>,
): Promise<Row[]> {
  const { httpUrl, ingestUrl } = earshot.started;
  // Heard calls are spread over the order of their start.
  const heardEvery = Math.max(1, Math.floor(calls / HEARD));
  const callIds = Array.from({ length: Math.min(HEARD, calls) }, (_, nth) => `live-${nth * heardEvery}`);
  await subscribers.ask('hear', { httpUrl, callIds } satisfies CallsToHear);
  const seconds = calls / STARTS_PER_SECOND + SETTLE_SECONDS + MEASURE_SECONDS + LINGER_SECONDS;
  await player.ask('play', {
    url: ingestUrl,
    prefix: 'live',
    from: 0,
    calls,
    seconds,
    startsPerSecond: STARTS_PER_SECOND,
    script: 'generated:#',
  } satisfies CallsToPlay);
  while ((await player.ask<number>('settled')) < calls) await sleep(250);
  await sleep(1_000);
  const starting = await subscribers.ask<Heard[]>('heard');
  const startLoop = await loopOf(earshot);
  await sleep((SETTLE_SECONDS - 1) * 1_000);
  await subscribers.ask('heard');
  await Promise.all([loopOf(earshot), loopOf(subscribers)]);
  const [cpuBefore, since] = [await cpuMsOf(earshot), performance.now()];
  const playerBefore = await cpuMsOf(player);
  const treeBefore = treeCpuMs(earshot.pid);
  await sleep(MEASURE_SECONDS * 1_000);
  const steady = await subscribers.ask<Heard[]>('heard');
  const [loop, idleLoop] = await Promise.all([loopOf(earshot), loopOf(subscribers)]);
  const elapsedMs = performance.now() - since;
  const cpuMs = (await cpuMsOf(earshot)) - cpuBefore;
  const treeMs = treeBefore === null ? null : (treeCpuMs(earshot.pid) ?? 0) - treeBefore;
  const playerCores = ((await cpuMsOf(player)) - playerBefore) / elapsedMs;
  const { rssMb, heapMb } = await memoryOf(earshot);
  await player.ask('end');
  const { disturbed, firstFailure, latenessP99Ms } = await player.ask<CallsPlayed>('played', 'live');
  const expected = Math.round(callIds.length * MEASURE_SECONDS * RESULTS_PER_SECOND);
  return [
    {
      what: `${calls} live calls: engine result → subscriber, p50 / p99 / most`,
      measured: `${lags(steady)} (${steady.length} results of about ${expected})`,
      target: calls >= 1_000 ? 'p99 ≤ 250 ms' : '',
    },
    {
      what: `${calls} live calls: of finals alone, stored first`,
      measured: lags(steady.filter(({ isPartial }) => !isPartial)),
      target: '',
    },
    {
      what: `${calls} live calls: while they start, ${STARTS_PER_SECOND} a second`,
      measured: `${lags(starting)}; event loop late ${startLoop.p99Ms.toFixed(0)} / ${startLoop.maxMs.toFixed(0)} ms (p99 / most)`,
      target: '',
    },
    {
      what: `${calls} live calls: cores of Earshot, of its PostgreSQL; memory (heap); event loop late p99 / most`,
      measured: `${(cpuMs / elapsedMs).toFixed(2)}, ${treeMs === null ? 'not known' : ((treeMs - cpuMs) / elapsedMs).toFixed(2)}; ${rssMb.toFixed(0)} MB (${heapMb.toFixed(0)}); ${loop.p99Ms.toFixed(0)} / ${loop.maxMs.toFixed(0)} ms`,
      target: '',
    },
    {
      what: `${calls} live calls: calls disturbed; cores of the player, its lateness p99; event loop of the idle subscriber late p99 / most`,
      measured: `${disturbed}${firstFailure === null ? '' : ` (${firstFailure})`}; ${playerCores.toFixed(2)}, ${latenessP99Ms.toFixed(0)} ms; ${idleLoop.p99Ms.toFixed(0)} / ${idleLoop.maxMs.toFixed(0)} ms`,
      target: '0 disturbed',
    },
  ];
}

/** Of a call of `generated:` with both channels: two partials a second and a final every four seconds. */
const RESULTS_PER_SECOND = 2.25;

const lags = (heard: readonly Heard[]): string => {
  const all = heard.map(({ lagMs }) => lagMs);
  return `${[0.5, 0.99, 1].map((share) => percentile(all, share).toFixed(0)).join(' / ')} ms`;
};

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
