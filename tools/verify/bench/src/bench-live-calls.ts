import { startChild, type Child } from './child-process.js';
import type { CallsPlayed, CallsToPlay } from './player-child.js';
import { readCpuMs, readLoopDelay, readMemory, type Addresses } from './process-figures.js';
import type { CallsToSubscribe, ReceivedResult } from './subscriber-child.js';
import { percentile, type Measurement } from './format-table.js';
import { readTreeCpuMs } from './process-tree.js';

/** Calls with a subscriber. The other calls run without one. */
const SUBSCRIBED = 40;
const STARTS_PER_SECOND = 40;
/** Pause between the last start and the first measurement, in which Earshot processes the backlog of the starts. */
const SETTLE_SECONDS = 10;
const MEASURE_SECONDS = 30;
const LINGER_SECONDS = 30;

/** Plays calls in real time through all five services and PostgreSQL. Player and subscribers are separate processes. */
export async function benchLiveCalls(counts: readonly number[]): Promise<Measurement[]> {
  const rows: Measurement[] = [];
  for (const calls of counts) rows.push(...(await measureCallCount(calls)));
  return rows;
}

async function measureCallCount(calls: number): Promise<Measurement[]> {
  const earshot = await startChild<Addresses>('earshot-child');
  const player = await startChild('player-child');
  const subscribers = await startChild('subscriber-child');
  try {
    return await measureRunning(calls, earshot, player, subscribers);
  } finally {
    await Promise.all([player.stop(), subscribers.stop()]);
    await earshot.stop();
  }
}

async function measureRunning(
  calls: number,
  earshot: Child<Addresses>,
  player: Child<unknown>,
  subscribers: Child<unknown>,
): Promise<Measurement[]> {
  const { httpUrl, ingestUrl } = earshot.started;
  // Subscribes to calls from the first start to the last.
  const subscribedEvery = Math.max(1, Math.floor(calls / SUBSCRIBED));
  const callIds = Array.from({ length: Math.min(SUBSCRIBED, calls) }, (_, nth) => `live-${nth * subscribedEvery}`);
  await subscribers.request('subscribe', { httpUrl, callIds } satisfies CallsToSubscribe);
  const seconds = calls / STARTS_PER_SECOND + SETTLE_SECONDS + MEASURE_SECONDS + LINGER_SECONDS;
  await player.request('play', {
    url: ingestUrl,
    prefix: 'live',
    from: 0,
    calls,
    seconds,
    startsPerSecond: STARTS_PER_SECOND,
    script: 'generated:#',
  } satisfies CallsToPlay);
  while ((await player.request<number>('countConnected')) < calls) await sleep(250);
  await sleep(1_000);
  const starting = await subscribers.request<ReceivedResult[]>('takeResults');
  const startLoop = await readLoopDelay(earshot);
  await sleep((SETTLE_SECONDS - 1) * 1_000);
  await subscribers.request('takeResults');
  await Promise.all([readLoopDelay(earshot), readLoopDelay(subscribers)]);
  const [cpuBefore, since] = [await readCpuMs(earshot), performance.now()];
  const playerBefore = await readCpuMs(player);
  const treeBefore = readTreeCpuMs(earshot.pid);
  await sleep(MEASURE_SECONDS * 1_000);
  const steady = await subscribers.request<ReceivedResult[]>('takeResults');
  const [loop, idleLoop] = await Promise.all([readLoopDelay(earshot), readLoopDelay(subscribers)]);
  const elapsedMs = performance.now() - since;
  const cpuMs = (await readCpuMs(earshot)) - cpuBefore;
  const treeMs = treeBefore === null ? null : (readTreeCpuMs(earshot.pid) ?? 0) - treeBefore;
  const playerCores = ((await readCpuMs(player)) - playerBefore) / elapsedMs;
  const { rssMb, heapMb } = await readMemory(earshot);
  await player.request('endCalls');
  const { disturbed, firstFailure, delayP99Ms } = await player.request<CallsPlayed>('waitForCalls', 'live');
  const expected = Math.round(callIds.length * MEASURE_SECONDS * RESULTS_PER_SECOND);
  return [
    {
      name: `${calls} live calls: engine result → subscriber, p50 / p99 / max`,
      measured: `${formatLags(steady)} (${steady.length} results of about ${expected})`,
      target: calls >= 1_000 ? 'p99 ≤ 250 ms' : '',
    },
    {
      name: `${calls} live calls: finals only, which are stored first`,
      measured: formatLags(steady.filter(({ isPartial }) => !isPartial)),
      target: '',
    },
    {
      name: `${calls} live calls: during the starts, ${STARTS_PER_SECOND} per second`,
      measured: `${formatLags(starting)}; event loop delay ${startLoop.p99Ms.toFixed(0)} / ${startLoop.maxMs.toFixed(0)} ms (p99 / max)`,
      target: '',
    },
    {
      name: `${calls} live calls: cores of Earshot, of its PostgreSQL; memory (heap); event loop delay p99 / max`,
      measured: `${(cpuMs / elapsedMs).toFixed(2)}, ${treeMs === null ? 'unknown' : ((treeMs - cpuMs) / elapsedMs).toFixed(2)}; ${rssMb.toFixed(0)} MB (${heapMb.toFixed(0)}); ${loop.p99Ms.toFixed(0)} / ${loop.maxMs.toFixed(0)} ms`,
      target: '',
    },
    {
      name: `${calls} live calls: disturbed calls; cores of the player, its delay p99; event loop delay of the idle subscriber p99 / max`,
      measured: `${disturbed}${firstFailure === null ? '' : ` (${firstFailure})`}; ${playerCores.toFixed(2)}, ${delayP99Ms.toFixed(0)} ms; ${idleLoop.p99Ms.toFixed(0)} / ${idleLoop.maxMs.toFixed(0)} ms`,
      target: '0 disturbed',
    },
  ];
}

/** A `generated:` call publishes on both tracks: two partials a second and a final every four seconds. */
const RESULTS_PER_SECOND = 2.25;

const formatLags = (results: readonly ReceivedResult[]): string => {
  const lagsMs = results.map(({ lagMs }) => lagMs);
  return `${[0.5, 0.99, 1].map((share) => percentile(lagsMs, share).toFixed(0)).join(' / ')} ms`;
};

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
