import type { VoiceConnectorEvent } from '@earshot/media/kvs';
import type { AwsCallsServer, TestVideoStream } from '@earshot/testing';

/** When the calls of the tests begin, by the clock of Amazon Chime. */
export const BEGAN_AT_MS = 1_700_000_000_000;
const SAMPLES_PER_MS = 8;
const BLOCK_MS = 20;

type Fields = Readonly<Record<string, unknown>>;

/** One leg of a call, as a Voice Connector streams it. */
export class StreamedLeg {
  readonly stream: TestVideoStream;
  private nextNumber = 100;
  /** The end of what was streamed, in milliseconds since the call began. */
  endMs = 0;

  constructor(
    private readonly aws: AwsCallsServer,
    readonly callId: string,
    readonly isCaller: boolean | undefined,
    name = `${callId}-${isCaller === true ? 'caller' : 'callee'}`,
  ) {
    this.stream = aws.stream(name.replace(/[^\w.-]/g, '-'));
  }

  start(fields: Fields = {}): void {
    this.sendEvent('STARTED', { startTime: new Date(BEGAN_AT_MS).toISOString(), ...fields });
  }

  end(fields: Fields = {}): void {
    this.sendEvent('ENDED', { endTime: new Date(BEGAN_AT_MS + this.endMs).toISOString(), ...fields });
  }

  sendEvent(streamingStatus: Uppercase<VoiceConnectorEvent['kind']>, fields: Fields = {}): void {
    const { callId, isCaller, stream } = this;
    const detail = {
      callId,
      streamingStatus,
      streamArn: stream.arn,
      startFragmentNumber: '100',
      mediaType: 'audio/L16',
      fromNumber: '+15555550123',
      toNumber: '+15555550199',
      voiceConnectorId: 'abcdef1ghij2klmno3pqr4',
      ...(isCaller !== undefined && { isCaller }),
      ...fields,
    };
    const type = 'Chime VoiceConnector Streaming Status';
    this.aws.queue.send({ version: '0', source: 'aws.chime', 'detail-type': type, detail });
  }

  /** Streams one fragment: these samples from this time of the call on. */
  speak(fromMs: number, samples: Uint8Array, tags: Readonly<Record<string, string>> = { CallId: this.callId }): void {
    const blockBytes = BLOCK_MS * SAMPLES_PER_MS * 2;
    this.stream.add({
      number: String(this.nextNumber++),
      producerAtMs: BEGAN_AT_MS + fromMs,
      tags,
      trackNames: ['audio'],
      blocks: Array.from({ length: Math.ceil(samples.length / blockBytes) }, (_, block) => ({
        track: 1,
        offsetMs: block * BLOCK_MS,
        samples: samples.subarray(block * blockBytes, (block + 1) * blockBytes),
      })),
    });
    this.endMs = fromMs + samples.length / 2 / SAMPLES_PER_MS;
  }
}
