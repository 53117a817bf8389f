/** How the payload of one payload type is encoded. `CN` is comfort noise (RFC 3389), `TELEPHONE_EVENT` digits (RFC 4733). */
export type RtpEncoding = 'PCMU' | 'PCMA' | 'G722' | 'OPUS' | 'L16' | 'CN' | 'TELEPHONE_EVENT';

export interface RtpFormat {
  readonly encoding: RtpEncoding;
  /** The rate of the timestamps. G.722 counts 8,000 a second for 16,000 samples (RFC 3551, section 4.5.2). */
  readonly clockRateHz: number;
  readonly channelCount: number;
}

const mono = (encoding: RtpEncoding, clockRateHz: number): RtpFormat => ({ encoding, clockRateHz, channelCount: 1 });

/** The payload types that need no `a=rtpmap` (RFC 3551, table 4), as far as we read them. */
export const staticFormats: ReadonlyMap<number, RtpFormat> = new Map([
  [0, mono('PCMU', 8_000)],
  [8, mono('PCMA', 8_000)],
  [9, mono('G722', 8_000)],
  [10, { encoding: 'L16', clockRateHz: 44_100, channelCount: 2 }],
  [11, mono('L16', 44_100)],
  [13, mono('CN', 8_000)],
]);

/** The encodings by their names in SDP, lower case. */
const encodings: ReadonlyMap<string, RtpEncoding> = new Map([
  ['pcmu', 'PCMU'],
  ['pcma', 'PCMA'],
  ['g722', 'G722'],
  ['opus', 'OPUS'],
  ['l16', 'L16'],
  ['cn', 'CN'],
  ['telephone-event', 'TELEPHONE_EVENT'],
]);

/** The clock rates that an encoding may have. L16, noise and events take the rate of the audio that they come with. */
const fixedRatesHz: Partial<Record<RtpEncoding, number>> = { PCMU: 8_000, PCMA: 8_000, G722: 8_000, OPUS: 48_000 };
const MIN_RATE_HZ = 8_000;
const MAX_RATE_HZ = 48_000;

const RTPMAP = /^([A-Za-z0-9-]{1,32})\/(\d{1,6})(?:\/(\d{1,2}))?$/;

/** Reads what stands behind the payload type in `a=rtpmap`, such as `opus/48000/2`. Null: an encoding that we do not decode. */
export function readRtpFormat(rtpmap: string): RtpFormat | null {
  const [, name = '', rate = '', channels = '1'] = RTPMAP.exec(rtpmap.trim()) ?? [];
  const encoding = encodings.get(name.toLowerCase());
  const format = { clockRateHz: Number(rate), channelCount: Number(channels) };
  if (encoding === undefined || !isReadable(encoding, format)) return null;
  return { encoding, ...format };
}

function isReadable(encoding: RtpEncoding, { clockRateHz, channelCount }: Omit<RtpFormat, 'encoding'>): boolean {
  const fixedHz = fixedRatesHz[encoding];
  if (fixedHz !== undefined && clockRateHz !== fixedHz) return false;
  if (clockRateHz < MIN_RATE_HZ || clockRateHz > MAX_RATE_HZ) return false;
  return channelCount === 1 || (channelCount === 2 && (encoding === 'OPUS' || encoding === 'L16'));
}

/** Whether the payload is audio, and not noise or digits. */
export const isAudioFormat = ({ encoding }: RtpFormat): boolean => encoding !== 'CN' && encoding !== 'TELEPHONE_EVENT';

/** How many ticks of the clock a payload lasts. 0: an empty or broken payload. */
export function countTicks({ encoding, channelCount }: RtpFormat, payload: Uint8Array): number {
  if (encoding === 'OPUS') return countOpusTicks(payload);
  if (encoding === 'L16') return Math.floor(payload.length / (2 * channelCount));
  return encoding === 'CN' || encoding === 'TELEPHONE_EVENT' ? 0 : payload.length;
}

/** 120 ms, the longest that one Opus packet may last (RFC 6716, section 3.2.5). */
const MAX_OPUS_TICKS = 5_760;

/** The duration of an Opus packet at 48 kHz, from its first byte (RFC 6716, section 3.1). */
function countOpusTicks(payload: Uint8Array): number {
  const [toc, second = 0] = payload;
  if (toc === undefined) return 0;
  const framesByCode = [1, 2, 2, second & 0x3f];
  const ticks = (framesByCode[toc & 3] ?? 0) * opusFrameTicks(toc >> 3);
  return ticks <= MAX_OPUS_TICKS ? ticks : 0;
}

/** RFC 6716, table 2: SILK has frames of 10 to 60 ms, hybrid of 10 and 20 ms, CELT of 2.5 to 20 ms. */
function opusFrameTicks(configuration: number): number {
  if (configuration < 12) return [480, 960, 1_920, 2_880][configuration & 3] ?? 0;
  if (configuration < 16) return configuration % 2 === 0 ? 480 : 960;
  return 120 << (configuration & 3);
}

/** Whether an Opus encoder says with this packet that silence follows (RFC 7587, section 3.1.3): nothing but its first byte or two. */
export const startsOpusSilence = ({ encoding }: RtpFormat, payload: Uint8Array): boolean =>
  encoding === 'OPUS' && payload.length <= 2;
