import type { WebSocket } from 'ws';
import { BurstRecognizer, type ServiceResult } from '../burst-recognizer.js';

/** How a stream misbehaves, once it has `afterMs` of audio. */
export interface VoskFault {
  readonly kind:
    /** Answers the handshake with `status`. */
    | 'refuses'
    /** Opens only when `open` is called. */
    | 'slow-open'
    | 'closes-cleanly'
    | 'resets'
    | 'resets-at-end'
    /** Closes after the end of the audio without its answer. */
    | 'closes-at-end'
    /** Takes audio and gives nothing. */
    | 'hangs'
    | 'sends-garbage'
    | 'sends-broken-results'
    | 'repeats-finals'
    /** Gives words without times, as a server with VOSK_SHOW_WORDS switched off. */
    | 'no-words'
    /** Gives several texts, as a server with VOSK_ALTERNATIVES. */
    | 'alternatives';
  readonly afterMs?: number;
  readonly status?: number;
}

interface Config {
  readonly sample_rate?: number;
  readonly words?: boolean;
}

const END_OF_AUDIO = '{"eof" : 1}';

/** One stream on the server: it answers each message of audio once, and keeps what the client sends. */
export class VoskSession {
  readonly audio: number[] = [];
  readonly frameBytes: number[] = [];
  readonly texts: string[] = [];
  config: Config | null = null;
  private recognizer: BurstRecognizer | null = null;
  private utterance: ServiceResult | null = null;
  private partialText = '';
  private isBroken = false;

  constructor(
    private readonly socket: WebSocket,
    readonly fault: VoskFault | undefined,
    private readonly report: (problem: string) => void,
  ) {
    socket.on('message', (data: Buffer, isBinary: boolean) => {
      if (isBinary) this.receiveAudio(data);
      else this.receiveText(data.toString());
    });
  }

  get sampleRateHz(): number {
    return this.config?.sample_rate ?? 8_000;
  }

  get receivedMs(): number {
    return (this.audio.length * 1_000) / this.sampleRateHz;
  }

  private receiveText(text: string): void {
    this.texts.push(text);
    if (text.includes('"config"')) {
      if (this.audio.length > 0) this.report('the settings came after audio');
      this.config = (JSON.parse(text) as { config: Config }).config;
    } else if (text === END_OF_AUDIO) this.endStream();
    else this.report(`the text ${text}`);
  }

  private receiveAudio(data: Buffer): void {
    if (this.texts.includes(END_OF_AUDIO)) this.report('audio came after its end');
    if (data.length === 0 || data.length % 2 !== 0) this.report(`audio of ${data.length} bytes`);
    this.recognizer ??= new BurstRecognizer(this.sampleRateHz, undefined, (result) => this.note(result));
    this.frameBytes.push(data.length);
    for (let at = 0; at < data.length; at += 2) {
      const sample = data.readInt16LE(at);
      this.audio.push(sample);
      if (!this.isBroken) this.recognizer.addSample(sample);
    }
    if (!this.isBroken && this.receivedMs >= (this.fault?.afterMs ?? Infinity)) this.misbehave();
    if (!this.isBroken) this.answer();
  }

  private note(result: ServiceResult): void {
    if (result.IsPartial)
      this.partialText = wordsOf(result)
        .map(({ word }) => word)
        .join(' ');
    else {
      this.utterance = result;
      this.partialText = '';
    }
  }

  private answer(): void {
    const { utterance, fault } = this;
    if (utterance === null) return this.socket.send(JSON.stringify({ partial: this.partialText }));
    this.utterance = null;
    const text = JSON.stringify(this.finalOf(wordsOf(utterance)));
    this.socket.send(text);
    if (fault?.kind === 'repeats-finals') this.socket.send(text);
  }

  private endStream(): void {
    const { kind } = this.fault ?? {};
    if (this.isBroken) return;
    if (kind === 'resets-at-end') return this.socket.terminate();
    if (kind === 'closes-at-end') return this.socket.close(1_000);
    this.recognizer?.end();
    this.socket.send(JSON.stringify(this.finalOf(this.utterance === null ? [] : wordsOf(this.utterance))));
    this.socket.close(1_000);
  }

  private finalOf(words: ReturnType<typeof wordsOf>): object {
    const text = words.map(({ word }) => word).join(' ');
    const hasTimes = this.config?.words === true && this.fault?.kind !== 'no-words' && words.length > 0;
    const final = hasTimes ? { result: words, text } : { text };
    return this.fault?.kind === 'alternatives' ? { alternatives: [{ confidence: 200.5, ...final }] } : final;
  }

  private misbehave(): void {
    this.isBroken = true;
    const { kind } = this.fault ?? {};
    if (kind === 'closes-cleanly') this.socket.close(1_000);
    else if (kind === 'resets') this.socket.terminate();
    else if (kind === 'sends-garbage') this.socket.send('<html>502 Bad Gateway</html>');
    else if (kind === 'sends-broken-results') this.socket.send('{"result":[{"word":"a"}],"text":"a"}');
    else if (kind !== 'hangs') this.isBroken = false;
  }
}

/** The shape of the server: https://alphacephei.com/vosk/server */
const wordsOf = ({ Alternatives: [best] }: ServiceResult) =>
  (best?.Items ?? [])
    .filter(({ Type }) => Type === 'pronunciation')
    .map(({ Content, StartTime, EndTime }) => ({ conf: 0.9, end: EndTime, start: StartTime, word: Content }));
