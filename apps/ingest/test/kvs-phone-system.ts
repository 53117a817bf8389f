import type { VoiceConnectorEvent } from '@earshot/media/kvs';
import type { AwsCallsServer, TestVideoStream } from '@earshot/testing';

/** When the calls of the tests begin, by the clock of Amazon Chime. */
export const BEGAN_AT_MS = 1_700_000_000_000;
export const FRAGMENT_MS = 200;
const SAMPLES_PER_MS = 8;
export const FRAGMENT_BYTES = FRAGMENT_MS * SAMPLES_PER_MS * 2;
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

/** A contact of Amazon Connect, whose contact flow streams it. */
export class StreamedContact {
  readonly stream: TestVideoStream;
  private nextNumber = 100;

  constructor(
    private readonly aws: AwsCallsServer,
    readonly contactId: string,
  ) {
    this.stream = aws.stream(`connect-${contactId}`);
  }

  /** What the function in the contact flow passes on. */
  start(): void {
    const Audio = {
      StreamARN: this.stream.arn,
      StartFragmentNumber: '100',
      StartTimestamp: String(BEGAN_AT_MS),
    };
    const ContactData = {
      Channel: 'VOICE',
      ContactId: this.contactId,
      CustomerEndpoint: { Address: '+15555550123', Type: 'TELEPHONE_NUMBER' },
      SystemEndpoint: { Address: '+15555550199', Type: 'TELEPHONE_NUMBER' },
      Attributes: {},
      MediaStreams: { Customer: { Audio } },
    };
    this.aws.queue.send({ Name: 'ContactFlowEvent', Details: { ContactData, Parameters: {} } });
  }

  sendEvent(eventType: string, agentId?: string): void {
    const instanceArn = 'arn:aws:connect:eu-central-1:111122223333:instance/c8c0';
    const agentInfo = agentId === undefined ? undefined : { agentArn: `${instanceArn}/agent/${agentId}` };
    const detail = { contactId: this.contactId, eventType, instanceArn, agentInfo };
    this.aws.queue.send({ source: 'aws.connect', 'detail-type': 'Amazon Connect Contact Event', detail });
  }

  /** Streams one fragment in which both sides speak. */
  speak(fromMs: number, customer: Uint8Array, agent: Uint8Array): void {
    this.stream.add({
      number: String(this.nextNumber++),
      producerAtMs: BEGAN_AT_MS + fromMs,
      tags: { ContactId: this.contactId },
      trackNames: ['AUDIO_FROM_CUSTOMER', 'AUDIO_TO_CUSTOMER'],
      blocks: [customer, agent].map((samples, at) => ({ track: at + 1, offsetMs: 0, samples })),
      areTagsLast: true,
    });
  }
}
