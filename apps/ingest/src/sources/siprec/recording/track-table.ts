/**
 * Which stream of the offer is on which track of the call. The tracks of a call are fixed at its start; a stream that is
 * switched off leaves its track to a later one, as after a transfer.
 */
export class TrackTable {
  private readonly streams: (number | null)[];

  constructor(readonly trackCount: number) {
    this.streams = new Array<number | null>(trackCount).fill(null);
  }

  /** The track of a stream, by its place in the offer. */
  findTrack(stream: number): number | undefined {
    const track = this.streams.indexOf(stream);
    return track < 0 ? undefined : track;
  }

  /** The stream on a track; null: none. */
  streamOn(track: number): number | null {
    return this.streams[track] ?? null;
  }

  /** Puts a stream on its track, or on the first free one; undefined: no track is free. */
  place(stream: number): number | undefined {
    const track = this.findTrack(stream) ?? this.streams.indexOf(null);
    if (track < 0) return undefined;
    this.streams[track] = stream;
    return track;
  }

  /** Frees the track of a stream, and returns it. */
  remove(stream: number): number | undefined {
    const track = this.findTrack(stream);
    if (track !== undefined) this.streams[track] = null;
    return track;
  }
}
