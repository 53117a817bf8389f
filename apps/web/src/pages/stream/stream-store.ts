import { useSyncExternalStore } from 'react';
import type { Client } from 'urql';
import { toCaptureFailure } from './audio/capture-failure.js';
import { openCapture, type Capture, type CaptureChoice } from './audio/open-capture.js';
import { holdsSound, idleStream, isRunning, reduceStream, type StreamEvent, type StreamState } from './stream-state.js';
import { CallUplink } from './uplink/call-uplink.js';
import { SampleRing } from './uplink/sample-ring.js';
import { StreamAccessKeeper } from './uplink/stream-access.js';
import type { StreamStart } from './uplink/uplink-messages.js';

/** Longer than Earshot waits for a call that is away (30 s unless an operator sets another time). */
const KEPT_S = 45;

/** A call that somebody wants to send. */
export interface WantedStream extends CaptureChoice {
  readonly labels: Pick<StreamStart, 'tracks' | 'agentId' | 'customerNumber' | 'systemNumber'>;
}

interface RunningStream {
  readonly capture: Capture;
  readonly uplink: CallUplink;
}

const listeners = new Set<() => void>();
/** The call of this window. It goes on while its reader looks at other pages. */
let state: StreamState = idleStream;
let levels: readonly number[] = [];
let running: RunningStream | undefined;

function notify(): void {
  for (const listener of [...listeners]) listener();
}

function dispatch(event: StreamEvent): void {
  state = reduceStream(state, event);
  if (event.kind === 'refused') void stopCapture();
  if (!isRunning(state)) levels = [];
  window.onbeforeunload = holdsSound(state) ? (asked) => asked.preventDefault() : null;
  notify();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const useStream = (): StreamState => useSyncExternalStore(subscribe, () => state);

/** The largest amplitude of each track in the last tenth of a second, 0 to 1. */
export const useStreamLevels = (): readonly number[] => useSyncExternalStore(subscribe, () => levels);

/** Asks the browser for the sound and sends it as a call. Call it in the handler of a click. */
export async function startStream(wanted: WantedStream, client: Client): Promise<void> {
  dispatch({ kind: 'asked' });
  const early: Int16Array[] = [];
  let uplink: CallUplink | undefined;
  const access = new StreamAccessKeeper(client, () => performance.now());
  try {
    const capture = await openCapture(wanted, {
      onBlock: ({ samples, peaks }) => {
        levels = peaks;
        if (uplink === undefined) early.push(samples);
        else uplink.append(samples);
        access.keep();
        notify();
      },
      onSourceLost: (source) => dispatch({ kind: 'source-lost', source }),
    });
    uplink = createUplink(wanted, capture.sampleRateHz, access);
    for (const samples of early) uplink.append(samples);
    running = { capture, uplink };
    uplink.open();
  } catch (error) {
    dispatch({ kind: 'capture-failed', reason: toCaptureFailure(error).reason });
  }
}

function createUplink({ labels, tracks }: WantedStream, sampleRateHz: number, access: StreamAccessKeeper): CallUplink {
  const callId = crypto.randomUUID();
  dispatch({ kind: 'captured', callId });
  return new CallUplink({
    ring: new SampleRing(tracks.length, KEPT_S * sampleRateHz),
    start: { ...labels, callId, sampleRateHz },
    openSocket: (listener) => access.openSocket(listener),
    schedule: (delayMs, run) => void setTimeout(run, delayMs),
    report: dispatch,
  });
}

export function pauseStream(isPaused: boolean): void {
  running?.uplink.setPause(isPaused);
  dispatch({ kind: 'paused', isPaused });
}

/** Ends the call with the last sample that was captured. */
export async function endStream(): Promise<void> {
  const { uplink } = running ?? {};
  dispatch({ kind: 'end-asked' });
  await stopCapture();
  uplink?.end();
}

async function stopCapture(): Promise<void> {
  const { capture } = running ?? {};
  running = undefined;
  await capture?.stop();
}
