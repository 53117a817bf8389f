/** A span of one track, in samples on the clock of the call. Null: silence that the source means. */
export interface TrackPiece {
  readonly fromSample: number;
  readonly toSample: number;
  readonly samples: Uint8Array | null;
}

/** The pieces of one track that wait to be joined: in order, and no two of them overlap. */
export class TrackPieces {
  private readonly pieces: TrackPiece[] = [];

  constructor(private readonly sampleBytes: number) {}

  /** Where the first piece begins; Infinity if none waits. */
  get fromSample(): number {
    return this.pieces[0]?.fromSample ?? Infinity;
  }

  /** Adds the parts of a piece that no other piece covers. Returns how many samples were new. */
  add(piece: TrackPiece): number {
    let at = this.pieces.length;
    // A piece in order comes after all others, so this looks at one of them.
    while (at > 0 && (this.pieces[at - 1]?.toSample ?? 0) > piece.fromSample) at -= 1;
    let { fromSample } = piece;
    let newSamples = 0;
    for (; fromSample < piece.toSample; at += 1) {
      const next = this.pieces[at];
      const toSample = Math.min(piece.toSample, next?.fromSample ?? Infinity);
      if (toSample > fromSample) {
        this.pieces.splice(at, 0, this.cut(piece, fromSample, toSample));
        newSamples += toSample - fromSample;
        at += 1;
      }
      fromSample = Math.max(toSample, next?.toSample ?? Infinity);
    }
    return newSamples;
  }

  /** The end of the piece that covers this sample; the sample itself if none does. No piece may end before it. */
  coveredUntil(sample: number): number {
    const [first] = this.pieces;
    return first !== undefined && first.fromSample <= sample ? first.toSample : sample;
  }

  /** Takes the samples of a span that lies inside the first piece; null if they are silence or missing. */
  take(fromSample: number, toSample: number): Uint8Array | null {
    const [first] = this.pieces;
    if (first === undefined || first.fromSample > fromSample) return null;
    if (first.toSample <= toSample) this.pieces.shift();
    return this.cut(first, fromSample, toSample).samples;
  }

  private cut({ samples, fromSample: begin }: TrackPiece, fromSample: number, toSample: number): TrackPiece {
    const { sampleBytes } = this;
    const cut = samples?.subarray((fromSample - begin) * sampleBytes, (toSample - begin) * sampleBytes) ?? null;
    return { fromSample, toSample, samples: cut };
  }
}
