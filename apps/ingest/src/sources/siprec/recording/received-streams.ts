import { randomBytes } from 'node:crypto';
import { err, ok, type Result } from '@earshot/contracts';
import { SALT_BYTES, srtpSuites, writeCryptoAttribute, type SrtpKeys } from '@earshot/media/rtp';
import { writeSdpAnswer, type AcceptedStream, type SdpOffer } from '@earshot/media/sdp';
import type { RtpMedia, RtpRefusalCode, StreamPorts } from '../../rtp/rtp-media.js';
import type { StreamTerms } from '../../rtp/rtp-stream.js';
import type { ChosenStream, StreamChoice } from './choose-streams.js';
import { TrackTable } from './track-table.js';

interface ReceivedStream {
  readonly chosen: ChosenStream;
  readonly ports: StreamPorts;
  /** For what we send on an encrypted stream, which is RTCP alone. */
  readonly ownKeys: SrtpKeys | undefined;
}

/** The streams of one recording session that we receive, and our description of them. */
export class ReceivedStreams {
  /** The session description as it was sent last. */
  description = '';
  private readonly tracks: TrackTable;
  /** By their place in the offer. */
  private readonly streams = new Map<number, ReceivedStream>();
  private version = 0;

  constructor(
    trackCount: number,
    private readonly media: RtpMedia,
    private readonly origin: { readonly address: string; readonly sessionId: number },
  ) {
    this.tracks = new TrackTable(trackCount);
  }

  has(place: number): boolean {
    return this.streams.has(place);
  }

  /** The label of the stream on each track. */
  get labels(): readonly (string | undefined)[] {
    return Array.from({ length: this.tracks.trackCount }, (_, track) => {
      const place = this.tracks.streamOn(track);
      return place === null ? undefined : this.streams.get(place)?.chosen.stream.label;
    });
  }

  /** Whether no stream brings audio now: every one is on hold or switched off. */
  get areHeld(): boolean {
    return this.all(({ chosen }) => isHeld(chosen));
  }

  /** Whether the other side asks not to record any stream now. */
  get arePaused(): boolean {
    return this.streams.size > 0 && this.all(({ chosen }) => chosen.stream.isPaused);
  }

  /** Opens, changes and closes streams as an offer says. Returns how many streams found no free track. */
  async receiveStreams(choices: readonly StreamChoice[]): Promise<Result<number, RtpRefusalCode>> {
    for (const place of [...this.streams.keys()]) if (choices[place]?.ok !== true) await this.stopStream(place);
    let notTaken = 0;
    for (const [place, choice] of choices.entries()) {
      if (choice?.ok !== true) continue;
      const received = await this.receiveStream(place, choice.value);
      if (!received.ok) return received;
      if (!received.value) notTaken += 1;
    }
    return ok(notTaken);
  }

  /** Describes what we receive of an offer, in `description`. */
  answerOffer(offer: SdpOffer): void {
    // The version counts descriptions that differ; an offer that comes again gets the same answer (RFC 3264, section 8).
    if (this.write(offer) === this.description) return;
    this.version += 1;
    this.description = this.write(offer);
  }

  private write(offer: SdpOffer): string {
    const answers = offer.streams.map((_, place) => {
      const received = this.streams.get(place);
      return received === undefined ? null : toAcceptedStream(received);
    });
    return writeSdpAnswer(offer, answers, { ...this.origin, version: this.version });
  }

  /** Returns whether the stream has a track. */
  private async receiveStream(place: number, offered: ChosenStream): Promise<Result<boolean, RtpRefusalCode>> {
    const track = this.tracks.place(place);
    if (track === undefined) return ok(false);
    const before = this.streams.get(place);
    const chosen = keepSameKeys(before?.chosen, offered);
    const ownKeys = keepOrMakeKeys(before?.ownKeys, chosen);
    const terms = toStreamTerms(chosen, ownKeys);
    const opened =
      before === undefined ? await this.media.openStream(track, terms) : this.media.changeStream(track, terms);
    if (opened.ok) this.streams.set(place, { chosen, ownKeys, ports: opened.value });
    else if (before === undefined) this.tracks.remove(place);
    return opened.ok ? ok(true) : err(opened.error);
  }

  private async stopStream(place: number): Promise<void> {
    const track = this.tracks.remove(place);
    this.streams.delete(place);
    if (track !== undefined) await this.media.closeStream(track);
  }

  private all(is: (stream: ReceivedStream) => boolean): boolean {
    return [...this.streams.values()].every(is);
  }
}

const isHeld = ({ stream }: ChosenStream): boolean =>
  stream.direction === 'inactive' || stream.direction === 'recvonly';

/** The keys of the offer before, where the new offer repeats them: other keys would begin the encryption anew. */
function keepSameKeys(before: ChosenStream | undefined, offered: ChosenStream): ChosenStream {
  if (before?.crypto === undefined || offered.crypto === undefined) return offered;
  const isSame = writeCryptoAttribute(before.crypto) === writeCryptoAttribute(offered.crypto);
  return isSame ? { ...offered, crypto: before.crypto } : offered;
}

function keepOrMakeKeys(before: SrtpKeys | undefined, { crypto }: ChosenStream): SrtpKeys | undefined {
  if (crypto === undefined) return undefined;
  const { suite } = crypto.keys;
  if (before?.suite === suite) return before;
  return { suite, masterKey: randomBytes(srtpSuites[suite].keyBytes), masterSalt: randomBytes(SALT_BYTES) };
}

const toStreamTerms = (chosen: ChosenStream, ownKeys: SrtpKeys | undefined): StreamTerms => ({
  payloadTypes: chosen.formats,
  ...(chosen.crypto !== undefined && { keys: chosen.crypto.keys }),
  ...(ownKeys !== undefined && { ownKeys }),
  rtcpPort: chosen.stream.rtcpPort,
  isHeld: isHeld(chosen),
});

function toAcceptedStream({ chosen, ports, ownKeys }: ReceivedStream): AcceptedStream {
  const { stream, codecs, crypto } = chosen;
  const isEncrypted = crypto !== undefined && ownKeys !== undefined;
  return {
    port: ports.rtpPort,
    rtcpPort: ports.rtcpPort,
    codecs,
    recording: stream.isPaused ? 'paused' : 'on',
    ...(isEncrypted && { crypto: writeCryptoAttribute({ tag: crypto.tag, keys: ownKeys }) }),
  };
}
