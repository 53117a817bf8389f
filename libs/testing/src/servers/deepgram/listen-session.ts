import type { WebSocket } from 'ws';
import { BurstRecognizer, type ServiceResult } from '../burst-recognizer.js';

/** How a stream misbehaves, once it has `afterMs` of audio. */
export interface DeepgramFault {
  readonly kind:
    /** Answers the handshake with `status`. */
    | 'refuses'
    /** Opens only when `open` is called. */
    | 'slow-open'
    | 'closes-cleanly'
    /** As after 10 s without audio: code 1011. */
    | 'times-out'
    | 'resets'
    | 'resets-at-end'
    /** Closes after `CloseStream` without the rest of the results. */
    | 'closes-at-end'
    /** Takes audio and gives nothing. */
    | 'hangs'
    | 'sends-garbage'
    | 'sends-broken-results'
    | 'repeats-finals'
    | 'repeats-old-interims'
    /** Ends utterances by `UtteranceEnd` only. */
    | 'no-speech-final';
  readonly afterMs?: number;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

type Item = ServiceResult['Alternatives'][number]['Items'][number];

/** Words that are final before their utterance ends. */
const WORDS_OF_A_PIECE = 3;
const SILENCE_RESULT_MS = 1_000;

/** One stream on the server: it checks what the client sends, and keeps it. */
export class ListenSession {
  readonly audio: number[] = [];
  readonly frameBytes: number[] = [];
  /** Types of the text messages, in order. */
  readonly messages: string[] = [];
  private readonly recognizer: BurstRecognizer;
  private readonly interims: string[] = [];
  private fromFinalize = false;
  /** Everything before this sample is final. */
  private finalSample = 0;
  /** Words of the open utterance that are final. */
  private finalWords = 0;
  private isOpenWord = false;
  private isBroken = false;

  constructor(
    readonly parameters: URLSearchParams,
    readonly authorization: string | undefined,
    private readonly socket: WebSocket,
    readonly fault: DeepgramFault | undefined,
    private readonly report: (problem: string) => void,
  ) {
    this.recognizer = new BurstRecognizer(this.sampleRateHz, undefined, (result) => this.give(result));
    socket.on('message', (data: Buffer, isBinary: boolean) => {
      if (isBinary) this.receiveAudio(data);
      else this.receiveMessage(data.toString());
    });
  }

  get sampleRateHz(): number {
    return Number(this.parameters.get('sample_rate'));
  }

  get receivedMs(): number {
    return (this.audio.length * 1_000) / this.sampleRateHz;
  }

  private receiveAudio(data: Buffer): void {
    if (this.messages.includes('CloseStream')) this.report('audio came after CloseStream');
    if (data.length === 0 || data.length % 2 !== 0) this.report(`audio of ${data.length} bytes`);
    this.frameBytes.push(data.length);
    for (let at = 0; at < data.length; at += 2) {
      const sample = data.readInt16LE(at);
      this.audio.push(sample);
      if (!this.isBroken) this.recognizer.addSample(sample);
    }
    if (!this.isBroken && this.receivedMs >= (this.fault?.afterMs ?? Infinity)) this.misbehave();
    if (!this.isBroken && this.isSilent()) this.sendResults([], true);
  }

  /** Whether a second has no result and its last 200 ms no sound, so that no word is cut. */
  private isSilent(): boolean {
    const silentMs = ((this.audio.length - this.finalSample) * 1_000) / this.sampleRateHz;
    if (this.isOpenWord || silentMs < SILENCE_RESULT_MS) return false;
    return this.audio.slice(-this.sampleRateHz / 5).every((sample) => sample === 0);
  }

  private receiveMessage(text: string): void {
    const { type } = JSON.parse(text) as { type: string };
    this.messages.push(type);
    if (!['KeepAlive', 'Finalize', 'CloseStream'].includes(type)) this.report(`a message ${type}`);
    if (this.isBroken || type === 'KeepAlive') return;
    if (type === 'CloseStream' && this.fault?.kind === 'resets-at-end') return this.socket.terminate();
    if (type === 'CloseStream' && this.fault?.kind === 'closes-at-end') return this.socket.close(1_000);
    this.fromFinalize = type === 'Finalize';
    this.recognizer.end();
    if (this.finalSample < this.audio.length) this.sendResults([], true, true);
    this.fromFinalize = false;
    if (type === 'CloseStream') this.endStream();
  }

  private endStream(): void {
    const duration = this.receivedMs / 1_000;
    this.send({ type: 'Metadata', request_id: 'a-request', created: '2026-01-01T00:00:00Z', duration, channels: 1 });
    this.socket.close(1_000);
  }

  private give({ IsPartial, Alternatives: [best] }: ServiceResult): void {
    const words = (best?.Items ?? []).filter(({ Type }) => Type === 'pronunciation').slice(this.finalWords);
    this.isOpenWord = IsPartial;
    if (IsPartial && words.length < WORDS_OF_A_PIECE) return this.sendResults(words, false);
    this.sendResults(words, true, !IsPartial);
    this.finalWords = IsPartial ? this.finalWords + words.length : 0;
    if (IsPartial) return;
    const lastWordEnd = words.at(-1)?.EndTime ?? this.receivedMs / 1_000;
    this.send({ type: 'UtteranceEnd', channel: [0, 1], last_word_end: lastWordEnd });
  }

  /** The shape of the vendor: https://developers.deepgram.com/reference/speech-to-text/listen-streaming */
  private sendResults(words: readonly Item[], isFinal: boolean, endsUtterance = false): void {
    const start = this.finalSample / this.sampleRateHz;
    const duration = (this.audio.length - this.finalSample) / this.sampleRateHz;
    const isLast = endsUtterance && words.length > 0;
    const hasNoSpeechFinal = this.fault?.kind === 'no-speech-final';
    const message = {
      type: 'Results',
      channel_index: [0, 1],
      start,
      duration,
      is_final: isFinal,
      speech_final: isLast && !hasNoSpeechFinal,
      from_finalize: this.fromFinalize && isFinal && !hasNoSpeechFinal,
      channel: {
        alternatives: [alternativeOf(words, isLast)],
      },
    };
    if (isFinal) this.finalSample = this.audio.length;
    this.send(message);
    this.repeat(JSON.stringify(message), isFinal);
  }

  private repeat(text: string, isFinal: boolean): void {
    const { kind } = this.fault ?? {};
    if (!isFinal) this.interims.push(text);
    else if (kind === 'repeats-finals') this.socket.send(text);
    else if (kind === 'repeats-old-interims') for (const old of this.interims) this.socket.send(old);
  }

  private misbehave(): void {
    this.isBroken = true;
    const { kind } = this.fault ?? {};
    if (kind === 'closes-cleanly') this.socket.close(1_000);
    else if (kind === 'times-out') this.socket.close(1_011, 'NET-0001');
    else if (kind === 'resets') this.socket.terminate();
    else if (kind === 'sends-garbage') this.socket.send('<html>502 Bad Gateway</html>');
    else if (kind === 'sends-broken-results') this.send({ type: 'Results', start: -1, is_final: true });
    else if (kind !== 'hangs') this.isBroken = false;
  }

  private send(message: object): void {
    this.socket.send(JSON.stringify(message));
  }
}

const alternativeOf = (words: readonly Item[], isLast: boolean) => ({
  transcript: words.map(({ Content }) => Content).join(' '),
  confidence: 0.95,
  words: words.map((word, n) => ({
    word: word.Content,
    punctuated_word: isLast && n === words.length - 1 ? `${word.Content}.` : word.Content,
    start: word.StartTime,
    end: word.EndTime,
    confidence: 0.95,
  })),
});
