import { setTimeout as sleep } from 'node:timers/promises';
import type { Evidence, PlayedCall, SeenCall } from '../check/observed.js';
import { askByHttp, fetchCall, fetchRecording, fetchSegments } from '../watch/graphql.js';
import type { Watcher } from '../watch/watcher.js';

/** Persistence gives a call up after two minutes that never comes to its end. */
const COMPLETE_WITHIN_MS = 180_000;
const LOOK_EVERY_MS = 500;
/** What is committed and not yet told to subscribers. */
const SETTLE_MS = 2_000;
const AT_ONCE = 8;

/** Waits until every call is complete and reads all that is known of it. */
export async function collect(
  played: readonly PlayedCall[],
  watcher: Watcher,
  httpUrls: readonly string[],
): Promise<Evidence[]> {
  const deadlineMs = Date.now() + COMPLETE_WITHIN_MS;
  const urlOf = (at: number) => httpUrls[at % httpUrls.length] ?? '';
  await inParallel(played, (call, at) => untilComplete(call.callId, urlOf(at), deadlineMs));
  await sleep(SETTLE_MS);
  return inParallel(played, async (call, at) => {
    const seen = await readCall(call.callId, urlOf(at));
    const recording = seen?.recording ? await fetchRecording(urlOf(at), seen.recording.url) : null;
    return { played: call, call: seen, recording, stream: watcher.streamOf(call.callId) };
  });
}

async function untilComplete(callId: string, httpUrl: string, deadlineMs: number): Promise<void> {
  for (; Date.now() < deadlineMs; await sleep(LOOK_EVERY_MS)) {
    const call = await fetchCall(askByHttp(httpUrl), callId).catch(() => null);
    if (call !== null && call.status !== 'LIVE') return;
  }
}

async function readCall(callId: string, httpUrl: string): Promise<SeenCall | null> {
  const ask = askByHttp(httpUrl);
  const call = await fetchCall(ask, callId);
  return call === null ? null : { ...call, segments: await fetchSegments(ask, callId) };
}

async function inParallel<T, R>(items: readonly T[], work: (item: T, at: number) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const worker = async () => {
    for (let at = next++; at < items.length; at = next++) results[at] = await work(items[at] as T, at);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return results;
}
