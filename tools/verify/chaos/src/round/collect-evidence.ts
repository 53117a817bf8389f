import { setTimeout as sleep } from 'node:timers/promises';
import type { CallEvidence, PlayedCall, ObservedCall } from '../check/call-evidence.js';
import { queryOverHttp, fetchCall, fetchRecording, fetchSegments } from '../subscribers/graphql.js';
import { sumUntranscribedMs } from '../check/untranscribed-gaps.js';
import type { CallSubscribers } from '../subscribers/call-subscribers.js';

/** Persistence completes an abandoned call after two minutes. */
const COMPLETE_WITHIN_MS = 180_000;
/** Recorded audio without words is transcribed within this time after the call. */
const BACKFILLED_WITHIN_MS = 30_000;
const POLL_EVERY_MS = 500;
/** Committed changes reach subscribers within this time after the calls are complete. */
const SETTLE_MS = 2_000;
const MAX_PARALLEL = 8;

/** Waits until every call is complete, then reads everything that is known about each. */
export async function collectEvidence(
  played: readonly PlayedCall[],
  subscribers: CallSubscribers,
  httpUrls: readonly string[],
): Promise<CallEvidence[]> {
  const deadlineMs = Date.now() + COMPLETE_WITHIN_MS;
  const urlOf = (at: number) => httpUrls[at % httpUrls.length] ?? '';
  await inParallel(played, (call, at) => waitUntilComplete(call.callId, urlOf(at), deadlineMs));
  await sleep(SETTLE_MS);
  return inParallel(played, async (call, at) => {
    const observed = await readCall(call.callId, urlOf(at));
    const recording = observed?.recording ? await fetchRecording(urlOf(at), observed.recording.url) : null;
    return { played: call, call: observed, recording, stream: subscribers.streamOf(call.callId) };
  });
}

/** Waits for the end of the call, then for the words that come from its recording. */
async function waitUntilComplete(callId: string, httpUrl: string, deadlineMs: number): Promise<void> {
  let backfilledByMs = deadlineMs;
  for (; Date.now() < backfilledByMs; await sleep(POLL_EVERY_MS)) {
    const call = await fetchCall(queryOverHttp(httpUrl), callId).catch(() => null);
    if (call === null || call.status === 'LIVE') continue;
    if (call.ledger.every(({ gaps }) => sumUntranscribedMs(gaps) === 0)) return;
    backfilledByMs = Math.min(backfilledByMs, Date.now() + BACKFILLED_WITHIN_MS);
  }
}

async function readCall(callId: string, httpUrl: string): Promise<ObservedCall | null> {
  const runQuery = queryOverHttp(httpUrl);
  const call = await fetchCall(runQuery, callId);
  return call === null ? null : { ...call, segments: await fetchSegments(runQuery, callId) };
}

async function inParallel<T, R>(items: readonly T[], work: (item: T, at: number) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const worker = async () => {
    for (let at = next++; at < items.length; at = next++) results[at] = await work(items[at] as T, at);
  };
  await Promise.all(Array.from({ length: MAX_PARALLEL }, worker));
  return results;
}
