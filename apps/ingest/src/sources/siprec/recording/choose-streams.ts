import { err, ok, type Result } from '@earshot/contracts';
import {
  isAudioFormat,
  readCryptoAttribute,
  readRtpFormat,
  type CryptoAttribute,
  type RtpFormat,
} from '@earshot/media/rtp';
import type { OfferedCodec, OfferedStream } from '@earshot/media/sdp';
import type { SiprecErrorCode } from '@earshot/media/siprec';

/** A stream that we receive, and how. */
export interface ChosenStream {
  readonly stream: OfferedStream;
  /** The one audio encoding, then comfort noise and telephone events, which may come beside it. */
  readonly codecs: readonly OfferedCodec[];
  readonly formats: ReadonlyMap<number, RtpFormat>;
  readonly crypto?: CryptoAttribute;
}

/** Null: no audio stream, or one that is switched off. */
export type StreamChoice = Result<ChosenStream, SiprecErrorCode> | null;

interface ReadCodec {
  readonly codec: OfferedCodec;
  readonly format: RtpFormat;
}

/** RFC 3551 and RFC 3711, with and without the feedback of RFC 4585. */
const PLAIN = ['RTP/AVP', 'RTP/AVPF'];
const ENCRYPTED = ['RTP/SAVP', 'RTP/SAVPF'];

/**
 * Chooses how we receive one offered stream: the first encoding of the offer that we decode, because clients name first what
 * the call itself uses; encrypted wherever the offer has a usable key.
 */
export function chooseStream(stream: OfferedStream, needsEncryption: boolean): StreamChoice {
  if (!stream.isAudio || stream.port === 0) return null;
  const codecs = stream.codecs.flatMap(readCodec);
  const audio = codecs.find(({ format }) => isAudioFormat(format));
  if (audio === undefined) return err('CODEC_NOT_OFFERED');
  const crypto = stream.cryptos.map(readCryptoAttribute).find((read) => typeof read !== 'string');
  const isPlain = PLAIN.includes(stream.protocol);
  if (!isPlain && !ENCRYPTED.includes(stream.protocol)) return err('CODEC_NOT_OFFERED');
  if (crypto === undefined && (needsEncryption || !isPlain)) return err('ENCRYPTION_REQUIRED');
  const beside = codecs.filter(
    ({ format }) => !isAudioFormat(format) && format.clockRateHz === audio.format.clockRateHz,
  );
  const chosen = [audio, ...beside];
  return ok({
    stream,
    codecs: chosen.map(({ codec }) => codec),
    formats: new Map(chosen.map(({ codec, format }) => [codec.payloadType, format])),
    ...(crypto !== undefined && { crypto }),
  });
}

function readCodec(codec: OfferedCodec): ReadCodec[] {
  const format = readRtpFormat(`${codec.name}/${codec.clockRateHz}/${codec.channels}`);
  return format === null ? [] : [{ codec, format }];
}
