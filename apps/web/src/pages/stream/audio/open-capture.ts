import type { InterleavedBlock } from './block-interleaver.js';
import {
  CAPTURE_PROCESSOR,
  type CaptureMessage,
  type CaptureOptions,
  type CaptureRequest,
} from './capture-messages.js';
import { CaptureFailure, toCaptureFailure } from './capture-failure.js';
import processorUrl from './capture-processor.ts?worker&url';

export type SoundSource = 'microphone' | 'tab';

/** What is captured: by track, where its sound comes from; null for nowhere. */
export interface CaptureChoice {
  readonly tracks: readonly (SoundSource | null)[];
  /** Takes the sound of the loudspeakers out of the microphone's. It also changes the voice a little. */
  readonly removesEcho: boolean;
}

export interface CaptureListener {
  onBlock(block: InterleavedBlock): void;
  /** The device is gone, or the tab is no longer shared. Its track goes on as silence. */
  onSourceLost(source: SoundSource): void;
}

export interface Capture {
  readonly sampleRateHz: number;
  /** Resolves when the last block has come and the devices are free. */
  stop(): Promise<void>;
}

const BLOCK_MS = 100;
/** An audio thread that does not answer has nothing more to give. */
const STOP_LIMIT_MS = 1_000;

type Streams = ReadonlyMap<SoundSource, MediaStream>;

/** Asks for the sound, and captures it at the rate of the audio hardware. Rejects with `CaptureFailure`. */
export async function openCapture(choice: CaptureChoice, listener: CaptureListener): Promise<Capture> {
  if (!window.isSecureContext) throw new CaptureFailure('NOT_SECURE');
  const streams = await openStreams(choice).catch((error: unknown) => Promise.reject(toCaptureFailure(error)));
  try {
    return await captureStreams(choice, streams, listener);
  } catch (error) {
    stopStreams(streams);
    throw toCaptureFailure(error);
  }
}

/** The tab first: a browser asks for it only just after a click. */
async function openStreams({ tracks, removesEcho }: CaptureChoice): Promise<Streams> {
  const streams = new Map<SoundSource, MediaStream>();
  try {
    if (tracks.includes('tab')) streams.set('tab', await openTab());
    if (tracks.includes('microphone')) streams.set('microphone', await openMicrophone(removesEcho));
    return streams;
  } catch (error) {
    stopStreams(streams);
    throw error;
  }
}

const untouched = { autoGainControl: false, noiseSuppression: false };

const openMicrophone = (removesEcho: boolean): Promise<MediaStream> =>
  navigator.mediaDevices.getUserMedia({ audio: { ...untouched, echoCancellation: removesEcho } });

/** A browser shares the sound of a tab only together with its picture. */
async function openTab(): Promise<MediaStream> {
  const stream = await navigator.mediaDevices.getDisplayMedia({
    video: true,
    audio: { ...untouched, echoCancellation: false },
  });
  for (const picture of stream.getVideoTracks()) picture.stop();
  if (stream.getAudioTracks().length > 0) return stream;
  throw new CaptureFailure('NO_SOUND_SHARED');
}

async function captureStreams(
  { tracks }: CaptureChoice,
  streams: Streams,
  listener: CaptureListener,
): Promise<Capture> {
  const context = new AudioContext();
  try {
    await context.audioWorklet.addModule(processorUrl);
    const processor = createProcessor(context, tracks.length);
    for (const [track, source] of tracks.entries()) {
      const stream = source === null ? undefined : streams.get(source);
      if (stream !== undefined) context.createMediaStreamSource(stream).connect(processor, 0, track);
    }
    for (const [source, stream] of streams)
      for (const sound of stream.getAudioTracks()) sound.addEventListener('ended', () => listener.onSourceLost(source));
    const stopped = new Promise<void>((resolve) => {
      processor.port.onmessage = ({ data }: MessageEvent<CaptureMessage>) =>
        data === 'stopped' ? resolve() : listener.onBlock(data);
    });
    // A browser renders only what leads to the loudspeakers. The processor writes nothing to them.
    processor.connect(context.destination);
    await context.resume();
    return { sampleRateHz: context.sampleRate, stop: () => stopCapture(context, processor, streams, stopped) };
  } catch (error) {
    await context.close();
    throw error;
  }
}

/** One input for each track, mixed down to one channel. */
function createProcessor(context: AudioContext, trackCount: number): AudioWorkletNode {
  const blockSamples = Math.round((context.sampleRate * BLOCK_MS) / 1_000);
  return new AudioWorkletNode(context, CAPTURE_PROCESSOR, {
    numberOfInputs: trackCount,
    numberOfOutputs: 1,
    outputChannelCount: [1],
    channelCount: 1,
    channelCountMode: 'explicit',
    processorOptions: { trackCount, blockSamples } satisfies CaptureOptions,
  });
}

async function stopCapture(
  context: AudioContext,
  processor: AudioWorkletNode,
  streams: Streams,
  stopped: Promise<void>,
): Promise<void> {
  processor.port.postMessage('stop' satisfies CaptureRequest);
  const limit = new Promise<void>((resolve) => setTimeout(resolve, STOP_LIMIT_MS));
  await Promise.race([stopped, limit]);
  stopStreams(streams);
  await context.close();
}

function stopStreams(streams: Streams): void {
  for (const stream of streams.values()) for (const track of stream.getTracks()) track.stop();
}
