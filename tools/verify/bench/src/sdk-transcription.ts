import { StartStreamTranscriptionCommand, TranscribeStreamingClient } from '@aws-sdk/client-transcribe-streaming';
import type { SpeechEngine, SpeechStreamOptions } from '@earshot/ports';

/**
 * Two tracks of a call through the SDK as its examples use it: an iterator of audio events, signed and read by the SDK. It
 * has no clock, no renewal and no failures, so it is the least that a program with the SDK's own streams can cost.
 */
export function createSdkTranscription(region: string, endpoint: string): Pick<SpeechEngine, 'open'> {
  const client = new TranscribeStreamingClient({
    region,
    endpoint,
    requestHandler: { disableConcurrentStreams: true },
  });
  // The SDK sets its clock by the whole seconds of each answer, and the local server takes no frame with an earlier time.
  Object.defineProperty(client.config, 'systemClockOffset', { get: () => 0, set: () => {} });
  const calls = new Map<string, SdkCall>();
  return {
    open: async (options) => {
      const { callId, track } = options;
      const call = calls.get(callId) ?? new SdkCall(client, options);
      calls.set(callId, call);
      return {
        write: async (samples) => call.addAudio(track, samples),
        end: async () => {
          calls.delete(callId);
          await call.end();
        },
        abort: () => call.end(),
      };
    },
  };
}

class SdkCall {
  private readonly waiting: Int16Array[] = [];
  private readonly frames: Uint8Array[] = [];
  private isEnded = false;
  private wake = () => {};
  private readonly done: Promise<void>;

  constructor(client: TranscribeStreamingClient, options: SpeechStreamOptions) {
    this.done = this.transcribe(client, options).catch(options.onFailure);
  }

  addAudio(track: number, samples: Int16Array): void {
    this.waiting[track] = samples;
    const [first, second] = this.waiting;
    if (first === undefined || second === undefined) return;
    this.waiting.length = 0;
    const frame = new Int16Array(first.length * 2);
    for (let at = 0; at < first.length; at += 1) {
      frame[at * 2] = first[at] ?? 0;
      frame[at * 2 + 1] = second[at] ?? 0;
    }
    this.frames.push(new Uint8Array(frame.buffer));
    this.wake();
  }

  end(): Promise<void> {
    this.isEnded = true;
    this.wake();
    return this.done;
  }

  private async transcribe(client: TranscribeStreamingClient, options: SpeechStreamOptions): Promise<void> {
    const { TranscriptResultStream: events } = await client.send(
      new StartStreamTranscriptionCommand({
        LanguageCode: 'en-US',
        MediaEncoding: 'pcm',
        MediaSampleRateHertz: options.sampleRateHz,
        EnableChannelIdentification: true,
        NumberOfChannels: 2,
        AudioStream: this.readFrames(),
      }),
    );
    for await (const { TranscriptEvent: event } of events ?? [])
      for (const { IsPartial: isPartial, ChannelId: channel, StartTime = 0, EndTime = 0 } of event?.Transcript
        ?.Results ?? [])
        options.onResult({
          kind: 'words',
          isFinal: isPartial !== true,
          text: channel ?? '',
          startMs: StartTime * 1_000,
          endMs: EndTime * 1_000,
          words: [],
        });
  }

  private async *readFrames() {
    for (;;) {
      for (const AudioChunk of this.frames.splice(0)) yield { AudioEvent: { AudioChunk } };
      if (this.isEnded) return;
      await new Promise<void>((resolve) => (this.wake = resolve));
    }
  }
}
