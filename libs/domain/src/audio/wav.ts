import {
  bytesPerSample,
  err,
  isSampleRate,
  ok,
  type AudioCodec,
  type Result,
  type ErrorCode,
} from '@earshot/contracts';

/** The format of the samples in a WAV file. */
export interface WavFormat {
  readonly codec: AudioCodec;
  readonly sampleRateHz: number;
  readonly channelCount: number;
}

export interface WavHeader extends WavFormat {
  /** First byte of the samples. */
  readonly dataOffset: number;
  /** Bytes of whole sample frames after it. */
  readonly dataBytes: number;
}

/** `code` is `WAV_NOT_RIFF`, `WAV_NO_FORMAT`, `WAV_UNSUPPORTED_FORMAT` or `WAV_NO_DATA`. */
export interface WavError {
  readonly code: Extract<ErrorCode, `WAV_${string}`>;
  readonly detail: string;
}

const RIFF_BYTES = 12;
const CHUNK_HEADER_BYTES = 8;
const UNKNOWN_LENGTH = 0xffff_ffff;
const FORMAT_EXTENSIBLE = 0xfffe;
const formatTags: Record<AudioCodec, number> = { L16: 1, PCMA: 6, PCMU: 7 };

/**
 * Reads a RIFF/WAVE header and skips unknown chunks. `bytes` may be only the beginning of a file of `fileBytes` bytes. A data
 * length of 0, of 2^32-1 or beyond the file means "until the end": the file is still being written, or its writer died.
 */
export function parseWavHeader(bytes: Uint8Array, fileBytes = bytes.length): Result<WavHeader, WavError> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < RIFF_BYTES || tagAt(view, 0) !== 'RIFF' || tagAt(view, 8) !== 'WAVE') {
    return err({ code: 'WAV_NOT_RIFF', detail: 'no RIFF/WAVE header' });
  }
  let format: WavFormat | undefined;
  let offset = RIFF_BYTES;
  while (offset + CHUNK_HEADER_BYTES <= bytes.length) {
    const tag = tagAt(view, offset);
    const size = view.getUint32(offset + 4, true);
    const body = offset + CHUNK_HEADER_BYTES;
    if (tag === 'fmt ') {
      const parsed = parseFormat(view, body, size);
      if (!parsed.ok) return parsed;
      format = parsed.value;
    }
    if (tag === 'data') {
      if (format === undefined) return err({ code: 'WAV_NO_FORMAT', detail: 'no fmt chunk before the data chunk' });
      return ok({ ...format, dataOffset: body, dataBytes: dataLength(format, size, fileBytes - body) });
    }
    offset = body + size + (size % 2);
  }
  return err({ code: 'WAV_NO_DATA', detail: 'no data chunk' });
}

/** The sub-format GUID of the extensible format after its first two bytes, which hold the format tag. */
const SUB_FORMAT_TAIL = [0x00, 0x00, 0x00, 0x00, 0x10, 0x00, 0x80, 0x00, 0x00, 0xaa, 0x00, 0x38, 0x9b, 0x71];

/**
 * A WAV header for `dataBytes` bytes of samples. Its own length is always `wavHeaderBytes(format)`. More than two channels
 * need the extensible format (Microsoft, `WAVEFORMATEXTENSIBLE`); its channel mask is 0, because tracks have no place in a room.
 */
export function wavHeader(format: WavFormat, dataBytes: number): Uint8Array {
  const { codec, sampleRateHz, channelCount } = format;
  const headerBytes = wavHeaderBytes(format);
  const view = new DataView(new ArrayBuffer(headerBytes));
  const frameBytes = channelCount * bytesPerSample[codec];
  const known = Math.min(dataBytes, UNKNOWN_LENGTH - headerBytes);
  const formatBytes = formatChunkBytes(format);
  setTag(view, 0, 'RIFF');
  view.setUint32(4, headerBytes - CHUNK_HEADER_BYTES + known + (known % 2), true);
  setTag(view, 8, 'WAVE');
  setTag(view, 12, 'fmt ');
  view.setUint32(16, formatBytes, true);
  view.setUint16(20, isExtensible(format) ? FORMAT_EXTENSIBLE : formatTags[codec], true);
  view.setUint16(22, channelCount, true);
  view.setUint32(24, sampleRateHz, true);
  view.setUint32(28, sampleRateHz * frameBytes, true);
  view.setUint16(32, frameBytes, true);
  view.setUint16(34, bytesPerSample[codec] * 8, true);
  if (isExtensible(format)) {
    view.setUint16(36, 22, true);
    view.setUint16(38, bytesPerSample[codec] * 8, true);
    view.setUint16(44, formatTags[codec], true);
    SUB_FORMAT_TAIL.forEach((byte, index) => view.setUint8(46 + index, byte));
  }
  if (needsFactChunk(format)) {
    const at = 20 + formatBytes;
    setTag(view, at, 'fact');
    view.setUint32(at + 4, 4, true);
    view.setUint32(at + 8, Math.floor(known / frameBytes), true);
  }
  setTag(view, headerBytes - 8, 'data');
  view.setUint32(headerBytes - 4, known, true);
  return new Uint8Array(view.buffer);
}

/** Length of `wavHeader` in bytes: 44 for L16 with one or two channels, 58 for the G.711 codecs, 80 for more channels. */
export const wavHeaderBytes = (format: Pick<WavFormat, 'codec' | 'channelCount'>): number =>
  28 + formatChunkBytes(format) + (needsFactChunk(format) ? 12 : 0);

const isExtensible = ({ channelCount }: Pick<WavFormat, 'channelCount'>): boolean => channelCount > 2;

/** Every format other than plain PCM needs a fact chunk, which counts the samples of one track. */
const needsFactChunk = (format: Pick<WavFormat, 'codec' | 'channelCount'>): boolean =>
  format.codec !== 'L16' || isExtensible(format);

function formatChunkBytes(format: Pick<WavFormat, 'codec' | 'channelCount'>): number {
  if (isExtensible(format)) return 40;
  return format.codec === 'L16' ? 16 : 18;
}

function parseFormat(view: DataView, body: number, size: number): Result<WavFormat, WavError> {
  if (size < 16 || body + 16 > view.byteLength) return err({ code: 'WAV_NO_FORMAT', detail: 'fmt chunk is cut short' });
  let tag = view.getUint16(body, true);
  if (tag === FORMAT_EXTENSIBLE) {
    // The real tag is the first field of the sub-format GUID.
    if (size < 40 || body + 40 > view.byteLength)
      return err({ code: 'WAV_NO_FORMAT', detail: 'fmt chunk is cut short' });
    tag = view.getUint16(body + 24, true);
  }
  const channelCount = view.getUint16(body + 2, true);
  const sampleRateHz = view.getUint32(body + 4, true);
  const bits = view.getUint16(body + 14, true);
  const codec = (Object.keys(formatTags) as AudioCodec[]).find((name) => formatTags[name] === tag);
  if (codec === undefined || bits !== bytesPerSample[codec] * 8)
    return unsupported(`format tag ${tag} with ${bits} bits`);
  if (channelCount < 1) return unsupported('no channels');
  if (!isSampleRate(sampleRateHz)) return unsupported(`${sampleRateHz} Hz`);
  return ok({ codec, sampleRateHz, channelCount });
}

function dataLength(format: WavFormat, declared: number, available: number): number {
  const until = declared === 0 || declared === UNKNOWN_LENGTH ? available : Math.min(declared, available);
  return Math.max(0, until - (until % (format.channelCount * bytesPerSample[format.codec])));
}

const unsupported = (detail: string) => err<WavError>({ code: 'WAV_UNSUPPORTED_FORMAT', detail });

const tagAt = (view: DataView, offset: number): string =>
  String.fromCharCode(...[0, 1, 2, 3].map((index) => view.getUint8(offset + index)));

const setTag = (view: DataView, offset: number, tag: string): void => {
  for (let index = 0; index < 4; index++) view.setUint8(offset + index, tag.charCodeAt(index));
};
