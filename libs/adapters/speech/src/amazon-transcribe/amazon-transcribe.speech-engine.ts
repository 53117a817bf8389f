import { Failure, type Clock, type SpeechEngine, type SpeechStream, type SpeechStreamOptions } from '@earshot/ports';
import { TranscribeClient, type TranscribeClientOptions } from './transcribe-client.js';
import { checkLanguage, type TranscribeOptions } from './transcribe-options.js';
import { TranscribeSession } from './transcribe-session.js';
import type { AgentChannel } from './transcription-request.js';
import { MAX_SAMPLE_RATE_HZ, MIN_SAMPLE_RATE_HZ } from './transcribe-values.js';

const TICK_MS = 500;

export interface AmazonTranscribeOptions extends TranscribeClientOptions {
  readonly options: TranscribeOptions;
  /** A session that lasts this long is replaced with a new one. */
  readonly renewAfterMs: number;
}

/** Streams to Amazon Transcribe. Two tracks of a live call share a session where they can. */
export class AmazonTranscribeSpeechEngine implements SpeechEngine {
  readonly name = 'amazon-transcribe';
  readonly sampleRateHz = null;
  private readonly client: TranscribeClient;
  private readonly sessions = new Set<TranscribeSession>();
  /** The session that the other track of a pair may join. */
  private readonly pairs = new Map<string, TranscribeSession>();
  private isClosed = false;
  private cancelTick: (() => void) | null = null;

  constructor(
    private readonly settings: AmazonTranscribeOptions,
    private readonly clock: Clock,
  ) {
    this.client = new TranscribeClient(settings);
  }

  /** Rejects when there are no AWS credentials. */
  async findCredentials(): Promise<void> {
    await this.client.findCredentials();
  }

  async open(options: SpeechStreamOptions): Promise<SpeechStream> {
    if (this.isClosed) throw closed();
    const { sampleRateHz, language } = options;
    if (sampleRateHz < MIN_SAMPLE_RATE_HZ || sampleRateHz > MAX_SAMPLE_RATE_HZ)
      throw new Failure('SPEECH_RATE_WRONG', `Amazon Transcribe takes no audio at ${sampleRateHz} Hz`);
    if (this.settings.options.language.mode === 'fixed') checkLanguage(this.settings.options, language);
    const { session, stream } = this.joinSession(options);
    await session.opened;
    return stream;
  }

  async close(): Promise<void> {
    this.isClosed = true;
    this.cancelTick?.();
    for (const session of [...this.sessions]) session.fail(closed());
    await this.client.close();
  }

  private joinSession(options: SpeechStreamOptions) {
    const pair = pairOf(options);
    const session = pair === null ? undefined : this.pairs.get(pair);
    const joined = session?.join(options);
    if (session !== undefined && joined) return { session, stream: joined };
    // A pair has one shared session. A track that does not fit it gets one of its own.
    return this.openSession(options, session === undefined ? pair : null);
  }

  /** One timer serves all sessions, because the process wakes for each timer. */
  private tickLater(): void {
    this.cancelTick = this.clock.schedule(TICK_MS, () => {
      this.cancelTick = null;
      const nowMs = this.clock.nowMs();
      for (const session of [...this.sessions]) session.tick(nowMs);
      if (this.sessions.size > 0) this.tickLater();
    });
  }

  private openSession(options: SpeechStreamOptions, pair: string | null) {
    const { sampleRateHz, language } = options;
    const setup = {
      format: { sampleRateHz, language, channelCount: pair === null ? (1 as const) : (2 as const) },
      options: this.settings.options,
      renewAfterMs: this.settings.renewAfterMs,
      agentChannel: agentChannelOf(options),
    };
    const session: TranscribeSession = new TranscribeSession(this.client, setup, this.clock, () => {
      this.sessions.delete(session);
      if (pair !== null && this.pairs.get(pair) === session) this.pairs.delete(pair);
    });
    const stream = session.join(options);
    if (stream === null) throw new Error('a new session has room for a track');
    this.sessions.add(session);
    if (this.cancelTick === null) this.tickLater();
    if (pair !== null) this.pairs.set(pair, session);
    return { session, stream };
  }
}

/** Tracks 0 and 1 are a pair, 2 and 3 another. Recorded audio and a track without a partner have no pair. */
function pairOf({ callId, track, trackCount = 1, isRecorded }: SpeechStreamOptions): string | null {
  const first = track - (track % 2);
  return isRecorded === true || first + 1 >= trackCount ? null : `${first} ${callId}`;
}

/** The agent's channel of a pair, as far as one track tells it. LCA's order is the customer first. */
function agentChannelOf({ track, role }: SpeechStreamOptions): AgentChannel {
  const isFirst = track % 2 === 0;
  return (role === 'AGENT' && isFirst) || (role === 'CUSTOMER' && !isFirst) ? 0 : 1;
}

const closed = () => new Failure('SPEECH_ENGINE_CLOSED', 'the speech engine is closed');
