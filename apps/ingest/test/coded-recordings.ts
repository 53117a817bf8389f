/** Writes bits, the highest first. */
class BitWriter {
  private readonly bytes: number[] = [];
  private bits = 0;

  write(value: number, count: number): this {
    for (let bit = count - 1; bit >= 0; bit--) {
      if (this.bits % 8 === 0) this.bytes.push(0);
      if (Math.floor(value / 2 ** bit) % 2 === 1) this.bytes[this.bytes.length - 1]! |= 0x80 >> (this.bits % 8);
      this.bits += 1;
    }
    return this;
  }

  get bitCount(): number {
    return this.bits;
  }

  toBytes(): Uint8Array {
    return Uint8Array.from(this.bytes);
  }
}

const crc = (bytes: Uint8Array, width: 8 | 16, polynomial: number): number => {
  let value = 0;
  for (const byte of bytes) {
    value ^= byte << (width - 8);
    for (let bit = 0; bit < 8; bit++) {
      const isSet = (value & (1 << (width - 1))) !== 0;
      value = ((value << 1) ^ (isSet ? polynomial : 0)) & (2 ** width - 1);
    }
  }
  return value;
};

export interface FlacExtras {
  /** Frames of silence after the samples, a few bytes each. */
  readonly silentFrames?: number;
  readonly blockSamples?: number;
  /** The length that the head states; 0 for none. */
  readonly statedSamples?: number;
}

const BLOCK = 4_096;

/** A FLAC file (RFC 9639) of interleaved samples at 8 kHz, which are stored as they are (verbatim subframes). */
export function writeFlac(
  samples: Int16Array,
  channelCount: number,
  { silentFrames = 0, blockSamples = BLOCK, statedSamples = 0 }: FlacExtras = {},
): Uint8Array {
  const info = new BitWriter();
  info.write(blockSamples, 16).write(blockSamples, 16).write(0, 24).write(0, 24);
  info
    .write(8_000, 20)
    .write(channelCount - 1, 3)
    .write(15, 5)
    .write(statedSamples, 36);
  const head = [...Buffer.from('fLaC'), 0x80, 0, 0, 34, ...info.toBytes(), ...Array<number>(16).fill(0)];
  const perChannel = samples.length / channelCount;
  const frames = Array.from({ length: Math.ceil(perChannel / blockSamples) }, (_, at) =>
    writeFrame(
      samples.subarray(at * blockSamples * channelCount, (at + 1) * blockSamples * channelCount),
      channelCount,
      at,
    ),
  );
  const silent = Array.from({ length: silentFrames }, (_, at) => writeSilence(blockSamples, channelCount, at));
  return Buffer.concat([Uint8Array.from(head), ...frames, ...silent]);
}

function writeFrame(samples: Int16Array, channelCount: number, ordinal: number): Uint8Array {
  const length = samples.length / channelCount;
  const body = new BitWriter();
  for (let channel = 0; channel < channelCount; channel++) {
    body.write(0b00000010, 8);
    for (let at = 0; at < length; at++) body.write((samples[at * channelCount + channel] ?? 0) & 0xffff, 16);
  }
  return closeFrame(length, channelCount, ordinal, body.toBytes());
}

function writeSilence(length: number, channelCount: number, ordinal: number): Uint8Array {
  const body = new BitWriter();
  for (let channel = 0; channel < channelCount; channel++) body.write(0, 8).write(0, 16);
  return closeFrame(length, channelCount, ordinal, body.toBytes());
}

function closeFrame(length: number, channelCount: number, ordinal: number, body: Uint8Array): Uint8Array {
  const head = new BitWriter().write(0b111111111111100, 15).write(0, 1);
  // A block length of 16 bits follows; 8 kHz; 16 bits for each sample.
  head
    .write(0b0111, 4)
    .write(0b0100, 4)
    .write(channelCount - 1, 4)
    .write(0b100, 3)
    .write(0, 1);
  for (const byte of Buffer.from(String.fromCodePoint(ordinal))) head.write(byte, 8);
  head.write(length - 1, 16);
  const withCheck = Buffer.concat([head.toBytes(), Uint8Array.of(crc(head.toBytes(), 8, 0x07))]);
  const frame = Buffer.concat([withCheck, body]);
  const check = crc(frame, 16, 0x8005);
  return Buffer.concat([frame, Uint8Array.of(check >> 8, check & 0xff)]);
}

const MP3_FRAME_BYTES = 417;
const LINE = 40;
const GAIN = 195;

/** An MP3 file (ISO/IEC 11172-3, layer III, 44.1 kHz, 128 kbit/s) whose only sound is one line of the spectrum, with a tag before it. */
export function writeMp3(frames: number, channelCount: number): Uint8Array {
  const tag = Buffer.concat([Buffer.from('ID3\x04\0\0\0\0\x01\0'), Buffer.alloc(128, 0xff)]);
  return Buffer.concat([tag, ...Array.from({ length: frames }, () => writeMp3Frame(channelCount))]);
}

function writeMp3Frame(channelCount: number): Uint8Array {
  const spectrum = new BitWriter();
  // Table 1 codes pairs: 1 for (0, 0), 01 for (1, 0), then a sign.
  for (let pair = 0; pair < LINE / 2; pair++) spectrum.write(1, 1);
  spectrum.write(0b01, 2).write(0, 1);
  const frame = new BitWriter()
    .write(0xfffb, 16)
    .write(0x90, 8)
    .write(channelCount === 1 ? 0xc0 : 0, 8);
  frame
    .write(0, 9)
    .write(0, channelCount === 1 ? 5 : 3)
    .write(0, 4 * channelCount);
  for (let granule = 0; granule < 2 * channelCount; granule++) {
    frame
      .write(spectrum.bitCount, 12)
      .write(LINE / 2 + 1, 9)
      .write(GAIN, 8)
      .write(0, 4)
      .write(0, 1);
    frame.write(1, 5).write(1, 5).write(1, 5).write(7, 4).write(7, 3).write(0, 3);
  }
  for (let granule = 0; granule < 2 * channelCount; granule++) {
    for (let pair = 0; pair < LINE / 2; pair++) frame.write(1, 1);
    frame.write(0b01, 2).write(0, 1);
  }
  const bytes = new Uint8Array(MP3_FRAME_BYTES);
  bytes.set(frame.toBytes());
  return bytes;
}
