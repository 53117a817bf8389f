import { bytesPerSample, frameSamples, type AudioCodec, type EarshotEvent, type EventData } from '@earshot/contracts';
import { silenceByte } from '@earshot/domain';
import { seededRandom } from '../fuzz/socket-frames.js';
import { check, eventually, PATIENCE_MS } from './conformance-case.js';

/** A piece of a call: the samples of each track from one position of its connection on. Null: nothing is sent of the track. */
export interface CallPiece {
  readonly fromSample: number;
  readonly tracks: readonly (Uint8Array | null)[];
}

/** A phone system with one call, as it speaks the protocol of the source. */
export interface MediaPeer {
  /** Resolves when the source has received the piece. */
  send(piece: CallPiece): Promise<void>;
  /** Ends the call in the words of the protocol. */
  end(): void;
  /** Cuts the connection without a word. */
  drop(): void;
  /** Stays connected, and neither sends nor answers anything from now on. */
  vanish(): void;
  /** Pauses the call, or lets it go on, in the words of the protocol. */
  setPause?(isPaused: boolean): void;
  /** Sends what no client of the protocol sends. Resolves when it is sent, or when the connection is gone. */
  sendGarbage(): Promise<void>;
  /** The same with a message larger than the source takes. */
  sendOversized(): Promise<void>;
}

/** Ingest with the source, on a clock that moves only when it is moved. */
export interface MediaSourceWorld {
  readonly clock: { advance(byMs: number): Promise<void> };
  /** Connects and announces the call. Resolves when the source has accepted it. */
  connect(callId: string, format: CallFormat): Promise<MediaPeer>;
  /** What was published of a call, in order. */
  eventsOf(callId: string): readonly EarshotEvent[];
  /** Forgets what was published, so that a long call needs no memory here. */
  forgetEvents(): void;
  /** The bus and the database do not answer from now on. */
  stall(): void;
  /** They answer again. */
  resume(): void;
  /** Bytes that ingest has received and that are not on the bus. */
  heldBytes(): number;
  close(): Promise<void>;
}

/** What not every protocol can do. */
export type MediaAbility = 'REORDER' | 'REPEAT' | 'SEPARATE_TRACKS' | 'PAUSE' | 'RECONNECT' | 'OVERSIZED' | 'LONG_CALL';

export interface CallFormat {
  readonly codec: AudioCodec;
  readonly sampleRateHz: number;
  readonly trackCount: number;
}

/** A source of calls, as the conformance suite runs it. */
export interface MediaSourceSubject extends CallFormat {
  readonly pieceMs: number;
  /** The smallest call that the protocol allows, in the longest pieces: a call of four hours must not take long here. */
  readonly longCall: CallFormat & { readonly pieceMs: number };
  /** The abilities that the protocol does not have, each with the reason. Their cases are left out. */
  readonly cannot: Readonly<Partial<Record<MediaAbility, string>>>;
  /** How exact a gap is that nobody has timestamps for. 0 for a source with timestamps. */
  readonly gapToleranceMs: number;
  /** Most time that the source may lack for a step before it counts as failed. */
  readonly patienceMs?: number;
  open(): Promise<MediaSourceWorld>;
}

/** A piece of random audio on every track, so that a misplaced byte is found. */
export function randomPiece(
  { codec, sampleRateHz, trackCount }: CallFormat,
  at: { readonly fromSample: number; readonly ms: number; readonly seed: number },
): CallPiece {
  const random = seededRandom(at.seed);
  const bytes = ((at.ms * sampleRateHz) / 1_000) * bytesPerSample[codec];
  const tracks = Array.from({ length: trackCount }, () =>
    Uint8Array.from({ length: bytes }, () => Math.floor(random() * 256)),
  );
  return { fromSample: at.fromSample, tracks };
}

/** The audio that has to come out of pieces, with silence where a track has none. */
export function interleavePieces(pieces: readonly CallPiece[], { codec, trackCount }: CallFormat): Buffer {
  const sampleBytes = bytesPerSample[codec];
  const frameBytes = sampleBytes * trackCount;
  return Buffer.concat(
    pieces.map(({ tracks }) => {
      const longest = Math.max(...tracks.map((samples) => samples?.length ?? 0));
      const joined = Buffer.alloc((longest / sampleBytes) * frameBytes, silenceByte(codec));
      for (const [track, samples] of tracks.entries())
        for (const [at, byte] of (samples ?? []).entries()) {
          const sample = Math.floor(at / sampleBytes);
          joined[sample * frameBytes + track * sampleBytes + (at % sampleBytes)] = byte;
        }
      return joined;
    }),
  );
}

/** What ingest published of a call. */
export interface PublishedCall {
  readonly audio: Buffer;
  /** Gaps of all tracks. */
  readonly gaps: readonly EventData<'audio.gap-declared'>[];
  /** Samples that each track lacks, alone or with the others. */
  readonly missingSamples: readonly number[];
  readonly endSample: number;
  readonly reason: string;
}

/** Reads the events of a call that is over. Fails unless each sample of it is in one frame or in one gap of all tracks. */
export function readCall(events: readonly EarshotEvent[], trackCount: number): PublishedCall {
  const audio: Uint8Array[] = [];
  const gaps: EventData<'audio.gap-declared'>[] = [];
  const missingSamples = Array<number>(trackCount).fill(0);
  let position = 0;
  const goOn = (fromSample: number, samples: number) => {
    check(fromSample === position, `the call is at sample ${position}, and goes on at ${fromSample}`);
    position += samples;
  };
  for (const event of events) {
    if (event.type === 'audio.frame') {
      goOn(event.positionSample, frameSamples(event));
      audio.push(event.payload);
    }
    if (event.type !== 'audio.gap-declared') continue;
    const { fromSample, someTracks, toSample } = event.data;
    const missing = (someTracks?.toSample ?? toSample) - fromSample;
    for (const track of someTracks?.tracks ?? missingSamples.keys())
      missingSamples[track] = (missingSamples[track] ?? 0) + missing;
    if (someTracks !== undefined) continue;
    goOn(fromSample, toSample - fromSample);
    gaps.push(event.data);
  }
  const closed = events.find((event) => event.type === 'stream.closed');
  check(closed?.type === 'stream.closed', 'the stream of the call was not closed');
  const { endSample, reason } = closed.data;
  check(endSample === position, `the call ends at sample ${endSample}, and its audio and gaps at ${position}`);
  return { audio: Buffer.concat(audio), gaps, missingSamples, endSample, reason };
}

/** One call of a subject, as a case steers it. */
export class ConductedCall {
  private readonly sent: CallPiece[] = [];
  private nextSample = 0;
  private seed = 0;

  private constructor(
    private readonly subject: MediaSourceSubject,
    private readonly world: MediaSourceWorld,
    readonly callId: string,
    private current: MediaPeer,
  ) {}

  static async begin(subject: MediaSourceSubject, world: MediaSourceWorld, callId: string): Promise<ConductedCall> {
    const peer = await patiently(subject, world.connect(callId, subject), 'the source accepts the call');
    return new ConductedCall(subject, world, callId, peer);
  }

  get peer(): MediaPeer {
    return this.current;
  }

  /** Everything that was sent, as it has to come out. */
  get expected(): Buffer {
    return interleavePieces(this.sent, this.subject);
  }

  /** The next piece of the call, which counts as sent. */
  takePiece(ms = this.subject.pieceMs): CallPiece {
    const piece = randomPiece(this.subject, { fromSample: this.nextSample, ms, seed: (this.seed += 1) });
    this.skip(ms);
    this.sent.push(piece);
    return piece;
  }

  /** The source has nothing to send for this long. */
  skip(ms: number): void {
    this.nextSample += (ms * this.subject.sampleRateHz) / 1_000;
  }

  /** Sends this many pieces as they are spoken. */
  async speak(pieces: number): Promise<void> {
    for (let count = 0; count < pieces; count++) {
      await this.world.clock.advance(this.subject.pieceMs);
      await this.send(this.takePiece());
    }
  }

  send(piece: CallPiece): Promise<void> {
    return patiently(this.subject, this.current.send(piece), 'the source receives a piece');
  }

  /** Sends of each piece only the first track. */
  async speakOnFirstTrack(pieces: number): Promise<void> {
    for (let count = 0; count < pieces; count++) {
      await this.world.clock.advance(this.subject.pieceMs);
      const piece = this.takePiece();
      const halved = { ...piece, tracks: piece.tracks.map((samples, track) => (track === 0 ? samples : null)) };
      this.sent.splice(-1, 1, halved);
      await this.send(halved);
    }
  }

  /** Connects again, as a client does whose connection was cut. Positions begin anew. */
  async reconnect(): Promise<void> {
    this.current = await patiently(
      this.subject,
      this.world.connect(this.callId, this.subject),
      'the source takes the call back',
    );
    this.nextSample = 0;
  }

  /** Resolves when an event of this type was published. */
  until(type: EarshotEvent['type']): Promise<void> {
    const isThere = () => this.world.eventsOf(this.callId).some((event) => event.type === type);
    return eventually(isThere, `${type} of ${this.callId}`, this.subject.patienceMs);
  }

  /** Ends the call, and reads what was published of it. */
  async end(): Promise<PublishedCall> {
    this.current.end();
    await this.until('call.ended');
    return readCall(this.world.eventsOf(this.callId), this.subject.trackCount);
  }

  /** Ends the call, and fails unless all of its audio was published in its place and nothing else. */
  async endExact(): Promise<void> {
    const { audio, missingSamples, reason } = await this.end();
    check(audio.equals(this.expected), `${this.callId}: the published audio is not the sent audio`);
    check(
      missingSamples.every((samples) => samples === 0),
      `${this.callId}: ${missingSamples.join(', ')} samples are missing`,
    );
    check(reason === 'ENDED', `${this.callId}: the call was closed as ${reason}`);
  }
}

/** Fails a step that a source never finishes. */
export async function patiently<T>(
  { patienceMs = PATIENCE_MS }: MediaSourceSubject,
  step: Promise<T>,
  what: string,
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`never happened: ${what}`)), patienceMs);
  });
  try {
    return await Promise.race([step, limit]);
  } finally {
    clearTimeout(timer);
  }
}
