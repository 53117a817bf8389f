import type { IncomingHttpHeaders, ServerHttp2Stream } from 'node:http2';
import { BurstRecognizer, type ServiceResult } from '../burst-recognizer.js';
import { toUtterance, type ChannelDefinition, type ServiceConfiguration } from './call-analytics.js';
import { decodeMessage, encodeMessage, MessageReader, type HeaderValue } from './event-stream.js';
import type { MessageSignatures } from './signature-check.js';

/** How a session misbehaves, once it has `afterMs` of audio. */
export interface TranscribeFault {
  readonly kind:
    /** Answers 429. */
    | 'busy'
    /** Answers 400. */
    | 'refuses'
    /** Answers only when `open` is called. */
    | 'slow-open'
    | 'closes-cleanly'
    | 'resets'
    | 'resets-at-end'
    | 'breaks-at-end'
    /** Takes audio and gives nothing. */
    | 'hangs'
    | 'limit-exceeded'
    | 'sends-garbage'
    | 'sends-broken-results'
    | 'repeats-finals'
    | 'repeats-old-partials';
  readonly afterMs?: number;
}

const EMPTY_EVENT_EVERY_MS = 500;

/** One session on the server: it checks what the client sends, and keeps it. */
export class TranscriptionSession {
  /** The audio of each channel. */
  readonly audio: number[][];
  /** Bytes of each audio message, in order. */
  readonly frameBytes: number[] = [];
  isEnded = false;
  /** What a session of Call Analytics sent before its audio. */
  configuration: ServiceConfiguration | null = null;
  private readonly reader = new MessageReader();
  private readonly recognizers: BurstRecognizer[];
  private readonly sent: ServiceResult[] = [];
  private samples = 0;
  private emptyDue = 0;
  private isBroken = false;

  constructor(
    readonly headers: IncomingHttpHeaders,
    private readonly stream: ServerHttp2Stream,
    private readonly signatures: MessageSignatures,
    readonly fault: TranscribeFault | undefined,
    private readonly report: (problem: string) => void,
  ) {
    const channels = this.isAnalytics ? 2 : Number(headers['x-amzn-transcribe-number-of-channels'] ?? 1);
    this.audio = Array.from({ length: channels }, () => []);
    this.recognizers = this.audio.map(
      (_, n) => new BurstRecognizer(this.sampleRateHz, channels === 1 ? undefined : `ch_${n}`, (one) => this.give(one)),
    );
    stream.on('data', (bytes: Buffer) => this.receive(bytes));
  }

  get isAnalytics(): boolean {
    return this.headers[':path'] === '/call-analytics-stream-transcription';
  }

  get sampleRateHz(): number {
    return Number(this.headers['x-amzn-transcribe-sample-rate']);
  }

  get receivedMs(): number {
    return (this.samples * 1_000) / this.sampleRateHz;
  }

  private receive(bytes: Buffer): void {
    try {
      for (const message of this.reader.read(bytes)) this.receiveMessage(message);
    } catch (error) {
      this.report(String(error));
      this.stream.close();
    }
  }

  private receiveMessage(bytes: Buffer): void {
    const envelope = decodeMessage(bytes);
    this.signatures.checkMessage(envelope);
    if (this.isEnded) throw new Error('a message came after the end of the audio');
    if (envelope.body.length === 0) return this.endAudio();
    const { headers, body } = decodeMessage(envelope.body);
    if (this.isAnalytics && this.configuration === null) return this.receiveConfiguration(headers, body);
    if (headers.get(':message-type') !== 'event' || headers.get(':event-type') !== 'AudioEvent')
      throw new Error('a message is no audio event');
    if (headers.get(':content-type') !== 'application/octet-stream')
      throw new Error('audio has the wrong content type');
    this.receiveAudio(body);
  }

  private receiveConfiguration(headers: ReadonlyMap<string, HeaderValue>, body: Buffer): void {
    if (headers.get(':event-type') !== 'ConfigurationEvent' || headers.get(':content-type') !== 'application/json')
      throw new Error('the first message is no configuration');
    const configuration = JSON.parse(body.toString()) as ServiceConfiguration;
    const roles = configuration.ChannelDefinitions.map(({ ParticipantRole }) => ParticipantRole).sort();
    const ids = configuration.ChannelDefinitions.map(({ ChannelId }) => ChannelId).sort();
    if (roles.join() !== 'AGENT,CUSTOMER' || ids.join() !== '0,1') throw new Error('two channels must be defined');
    this.configuration = configuration;
  }

  private receiveAudio(body: Buffer): void {
    const { length } = this.audio;
    if (body.length === 0 || body.length % (2 * length) !== 0) throw new Error(`audio of ${body.length} bytes`);
    this.frameBytes.push(body.length);
    for (let at = 0; at < body.length; at += 2) {
      const sample = body.readInt16LE(at);
      const channel = (at / 2) % length;
      this.audio[channel]?.push(sample);
      if (!this.isBroken) this.recognizers[channel]?.addSample(sample);
    }
    this.samples += body.length / (2 * length);
    if (this.isDue()) this.misbehave();
    this.emptyDue += body.length / (2 * length);
    if (this.isBroken || (this.emptyDue * 1_000) / this.sampleRateHz < EMPTY_EVENT_EVERY_MS) return;
    this.emptyDue = 0;
    if (this.isAnalytics) this.write('UtteranceEvent', {});
    else this.send([]);
  }

  private endAudio(): void {
    this.isEnded = true;
    if (this.isBroken) return;
    if (this.fault?.kind === 'resets-at-end') return void this.stream.destroy(new Error('reset'));
    if (this.fault?.kind === 'breaks-at-end') return this.stream.session?.destroy();
    for (const recognizer of this.recognizers) recognizer.end();
    this.stream.end();
  }

  private isDue(): boolean {
    return !this.isBroken && this.fault?.afterMs !== undefined && this.receivedMs >= this.fault.afterMs;
  }

  private misbehave(): void {
    const { kind } = this.fault ?? {};
    this.isBroken = true;
    if (kind === 'closes-cleanly') this.stream.end();
    else if (kind === 'resets') this.stream.session?.destroy();
    else if (kind === 'limit-exceeded')
      this.stream.end(
        encodeMessage(
          {
            ':message-type': 'exception',
            ':exception-type': 'LimitExceededException',
            ':content-type': 'application/json',
          },
          Buffer.from('{"Message":"a stream exceeds the maximum session duration"}'),
        ),
      );
    else if (kind === 'sends-garbage') this.stream.write(Buffer.from('\0\0\0\x40 502 Bad Gateway'.repeat(9)));
    else if (kind === 'sends-broken-results')
      this.send([{ ResultId: 'x', StartTime: 3, EndTime: 1, IsPartial: false, Alternatives: [] }]);
    else if (kind !== 'hangs') this.isBroken = false;
  }

  private give(result: ServiceResult): void {
    const { kind } = this.fault ?? {};
    this.sent.push(result);
    this.send([result]);
    if (kind === 'repeats-finals' && !result.IsPartial) this.send([result]);
    if (kind === 'repeats-old-partials') this.send(this.sent.filter(({ IsPartial }) => IsPartial).reverse());
  }

  private send(results: readonly ServiceResult[]): void {
    if (!this.isAnalytics) return this.write('TranscriptEvent', { Transcript: { Results: results } });
    for (const result of results) {
      const { utterance, category } = toUtterance(result, this.roles());
      this.write('UtteranceEvent', utterance);
      if (category !== null) this.write('CategoryEvent', category);
    }
  }

  private roles(): readonly ChannelDefinition[] {
    return this.configuration?.ChannelDefinitions ?? [];
  }

  private write(eventType: string, body: object): void {
    if (this.stream.writableEnded || this.stream.destroyed) return;
    const headers = { ':message-type': 'event', ':event-type': eventType, ':content-type': 'application/json' };
    this.stream.write(encodeMessage(headers, Buffer.from(JSON.stringify(body))));
  }
}
