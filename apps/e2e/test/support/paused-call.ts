import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from '@jest/globals';
import { playCall } from '@earshot/call-player';
import { generatedUtterances } from '@earshot/speech';
import { fetchRecording, noiseAudio } from './audio.js';
import { query, untilCall, type FetchedCall } from './graphql.js';

const CALL_ID = 'c1';
const SEED = 'paused';
/** The player ends the call when the test has seen enough. */
const audio = noiseAudio(600_000);
const sound = Buffer.from(audio.payload);
const BYTES_PER_MS = 32;
const soundAt = (ms: number, bytes: number) =>
  sound.subarray(Math.round(ms) * BYTES_PER_MS, Math.round(ms) * BYTES_PER_MS + bytes);

/** Where Earshot listens. */
export interface EarshotAddress {
  readonly httpUrl: string;
  readonly ingestUrl: string;
}
interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}
interface PausedState {
  readonly pausedSince: string | null;
  readonly pauseChanges: readonly { readonly isPaused: boolean; readonly reason: string | null }[];
  readonly ledger: readonly {
    readonly receivedMs: number;
    readonly transcribedMs: number;
    readonly pausedMs: number;
    readonly gapMs: number;
    readonly openMs: number;
    readonly pauses: readonly Span[];
  }[];
}
const PAUSED = `query ($id: ID!) { call(id: $id) { pausedSince pauseChanges { isPaused reason }
  ledger { receivedMs transcribedMs pausedMs gapMs openMs pauses { fromMs toMs } } } }`;

/** Settings with which the words of a call are known in advance. */
export const scriptedEngine = { SPEECH_ENGINE: 'scripted', EARSHOT_ALLOW_CHOSEN_ENGINE: 'true' };

const utterancesOf = (track: number, toMs: number) => generatedUtterances(SEED, track, 0, toMs);
const pausedMsOf = ({ ledger }: PausedState) => ledger[0]?.pausedMs ?? 0;
const graphqlOf = ({ httpUrl }: EarshotAddress) => `${httpUrl}/graphql`;

/** Asks to pause the call, or to let it go on. */
export const askForPause = (earshot: EarshotAddress, mutation: 'pauseCall' | 'resumeCall') =>
  query(graphqlOf(earshot), `mutation { ${mutation}(id: "${CALL_ID}", reason: PAYMENT) { id } }`);

/** The limit of the test ends it. */
async function untilPaused(earshot: EarshotAddress, holds: (call: PausedState) => boolean): Promise<PausedState> {
  for (;;) {
    const { call } = await query<{ call: PausedState | null }>(graphqlOf(earshot), PAUSED, { id: CALL_ID });
    if (call !== null && holds(call)) return call;
    await sleep(100);
  }
}

/** A call that was paused once and is over. */
export interface PlayedCall {
  readonly call: FetchedCall;
  readonly span: Span;
}

/**
 * Plays a call, pauses it for `pausedMs` or longer, does `whilePaused` in between, lets it go on and ends it. Expects that its account
 * and its words are right. `running`: the Earshot that runs now.
 */
export async function playPausedCall(
  running: () => EarshotAddress,
  pausedMs: number,
  whilePaused = async (): Promise<void> => {},
): Promise<PlayedCall> {
  const stop = new AbortController();
  const options = { audio, callId: CALL_ID, engine: 'scripted', script: `generated:${SEED}`, speed: 1 };
  const playing = playCall({ ...options, url: running().ingestUrl, signal: stop.signal }).catch(() => undefined);
  await untilCall(graphqlOf(running()), CALL_ID, ({ segments }) => segments.nodes.length > 2);
  await askForPause(running(), 'pauseCall');
  await untilPaused(running(), (call) => call.pausedSince !== null && pausedMsOf(call) > 5_000);
  await whilePaused();
  const { pausedSince } = await untilPaused(running(), (call) => pausedMsOf(call) > pausedMs);
  expect(pausedSince).not.toBeNull();
  await askForPause(running(), 'resumeCall');
  const resumed = await untilPaused(running(), (call) => call.pausedSince === null);
  const resumedMs = resumed.ledger[0]?.receivedMs ?? 0;
  await untilCall(graphqlOf(running()), CALL_ID, ({ segments: { nodes } }) =>
    [0, 1].every((track) => nodes.filter((one) => one.track === track && one.startMs > resumedMs).length > 1),
  );
  stop.abort();
  await playing;
  const call = await untilCall(graphqlOf(running()), CALL_ID, ({ status }) => status !== 'LIVE');
  const state = await untilPaused(running(), () => true);
  const reason = 'PAYMENT';
  expect(state.pauseChanges).toEqual([
    { isPaused: true, reason },
    { isPaused: false, reason },
  ]);
  const span = expectAccount(state);
  expectWords(call, span);
  return { call, span };
}

/** The account says where the call was paused, once, and adds up. */
function expectAccount({ ledger }: PausedState): Span {
  const [first, second] = ledger.map(({ pauses }) => pauses);
  expect(first).toHaveLength(1);
  expect(second).toEqual(first);
  const { fromMs, toMs } = first?.[0] as Span;
  for (const { receivedMs, transcribedMs, pausedMs, openMs, gapMs } of ledger) {
    expect(openMs).toBe(0);
    expect(pausedMs).toBeCloseTo(toMs - fromMs, 3);
    expect(receivedMs).toBeCloseTo(transcribedMs + pausedMs + gapMs, 3);
  }
  return { fromMs, toMs };
}

/** Every word before and after the pause is there, at its time. */
function expectWords({ segments }: FetchedCall, { fromMs, toMs }: Span): void {
  for (const track of [0, 1]) {
    const finals = segments.nodes.filter((segment) => segment.track === track && !segment.isPartial);
    const heard = new Map(finals.map(({ text, startMs }) => [text, startMs]));
    const spoken = utterancesOf(track, Math.max(...finals.map(({ endMs }) => endMs)));
    const outside = spoken.filter(({ startMs, endMs }) => endMs < fromMs - 500 || startMs > toMs + 500);
    for (const { text, startMs } of outside) expect([text, heard.get(text)]).toEqual([text, startMs]);
    expect(outside.some(({ startMs }) => startMs > toMs)).toBe(true);
  }
}

/** What was said during the pause. */
export function wordsOfPause({ fromMs, toMs }: Span): Buffer[] {
  const inside = [0, 1].flatMap((track) =>
    utterancesOf(track, toMs).filter(({ startMs, endMs }) => startMs >= fromMs && endMs <= toMs),
  );
  expect(inside.length).toBeGreaterThan(0);
  return inside.map(({ text }) => Buffer.from(text));
}

/** Pieces of the audio of the pause, if one connection brought all of the call. */
export const soundOfPause = ({ fromMs, toMs }: Span): Buffer[] =>
  Array.from({ length: 20 }, (_, n) => soundAt(fromMs + 500 + (n * (toMs - fromMs - 1_000)) / 20, 64));

/** The first words and the first audio of the call: a search must find them. */
export const heardOf = ({ segments }: FetchedCall): Buffer[] =>
  segments.nodes.slice(0, 1).map(({ text }) => Buffer.from(text));
export const firstSound = soundAt(500, 64);

/**
 * The recording is silent in the pause and as long as the call. `heardAtMs`: where it holds a second of what the source sent.
 */
export async function expectSilentPause(
  { httpUrl }: EarshotAddress,
  { call, span: { fromMs, toMs } }: PlayedCall,
  heardAtMs: readonly number[],
): Promise<void> {
  const recording = Buffer.from(await fetchRecording(httpUrl, call.recording?.url ?? ''));
  expect(recording.length / BYTES_PER_MS).toBeCloseTo(call.durationMs, 0);
  const silent = recording.subarray(Math.ceil(fromMs * 8) * 4, Math.floor(toMs * 8) * 4);
  expect(silent.equals(Buffer.alloc(silent.length))).toBe(true);
  for (const ms of heardAtMs) {
    const from = Math.round(ms) * BYTES_PER_MS;
    const second = 1_000 * BYTES_PER_MS;
    expect(recording.subarray(from, from + second).equals(soundAt(ms, second))).toBe(true);
  }
}
