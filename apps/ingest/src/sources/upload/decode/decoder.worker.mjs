/**
 * Decodes one compressed recording outside the event loop. It is plain JavaScript because Node starts a worker from a file as it is, so
 * that sources and builds can both use it. `decoder-protocol.ts` has the types of its messages. It decodes a little at a time: a few
 * bytes of a hostile file may hold minutes of audio.
 */
import { parentPort, workerData } from 'node:worker_threads';

/** A reply has at least this many bytes of samples, unless its input is used up. */
const REPLY_BYTES = 65_536;
/** Bytes that are decoded at once. FLAC packs a frame of 65,535 samples into some twenty bytes. */
const stepBytes = { FLAC: 256, MP3: 4_096 };

const openers = {
  async MP3() {
    const { MPEGDecoder } = await import('mpg123-decoder');
    const decoder = new MPEGDecoder();
    await decoder.ready;
    const beginning = new MpegBeginning();
    return {
      decode: (bytes) => {
        const frames = beginning.skipTags(bytes);
        return frames.length === 0 ? nothing : toPiece(decoder.decode(frames), beginning.isMono ? 1 : 2);
      },
      flush: () => nothing,
    };
  },
  async FLAC() {
    const { FLACDecoder } = await import('@wasm-audio-decoders/flac');
    const decoder = new FLACDecoder();
    await decoder.ready;
    return {
      decode: async (bytes) => toPiece(await decoder.decode(bytes)),
      flush: async () => toPiece(await decoder.flush()),
    };
  },
  async OPUS({ sampleRateHz, channelCount }) {
    const { default: opus } = await import('@evan/opus/wasm/index.js');
    const decoder = new opus.Decoder({ channels: channelCount, sample_rate: sampleRateHz });
    const decode = (packet) => {
      try {
        // The decoder uses its memory again.
        return { samples: decoder.decode(packet).slice(), sampleRateHz, channelCount, errors: 0 };
      } catch {
        return { ...nothing, errors: 1 };
      }
    };
    return { decode, flush: () => nothing };
  },
};

const nothing = { samples: new Uint8Array(0), sampleRateHz: 0, channelCount: 0, errors: 0 };

/** Finds the first frame of an MP3 file, which may follow tags (ID3v2), and whether it is mono: the decoder doubles one channel. */
class MpegBeginning {
  constructor() {
    this.head = new Uint8Array(0);
    this.skipBytes = 0;
    this.isMono = null;
  }

  skipTags(bytes) {
    if (this.isMono !== null) return bytes;
    const skipped = Math.min(this.skipBytes, bytes.length);
    this.skipBytes -= skipped;
    this.head = Buffer.concat([this.head, bytes.subarray(skipped)]);
    while (this.head.length >= 10 && this.head.toString('latin1', 0, 3) === 'ID3') {
      const [a, b, c, d] = this.head.subarray(6, 10);
      const tagBytes = 10 + ((a & 0x7f) << 21) + ((b & 0x7f) << 14) + ((c & 0x7f) << 7) + (d & 0x7f);
      this.skipBytes = Math.max(0, tagBytes - this.head.length);
      this.head = this.head.subarray(tagBytes);
    }
    if (this.head.length < 10) return nothing.samples;
    const frames = this.head;
    const at = frames.findIndex((byte, index) => byte === 0xff && (frames[index + 1] & 0xe0) === 0xe0);
    this.isMono = at >= 0 && frames[at + 3] >> 6 === 3;
    this.head = nothing.samples;
    return frames;
  }
}

/** Interleaved samples of 16 bits, low byte first. */
function toPiece({ channelData, samplesDecoded, sampleRate, errors }, channels = channelData.length) {
  const view = new DataView(new ArrayBuffer(samplesDecoded * channels * 2));
  for (let channel = 0; channel < channels; channel += 1) {
    const data = channelData[channel];
    for (let at = 0; at < samplesDecoded; at += 1) {
      const sample = Math.max(-32_768, Math.min(32_767, Math.round(data[at] * 32_768)));
      view.setInt16((at * channels + channel) * 2, sample, true);
    }
  }
  const samples = new Uint8Array(view.buffer);
  return { samples, sampleRateHz: sampleRate, channelCount: channels, errors: errors.length };
}

const decoder = await openers[workerData.codec](workerData);
let input = nothing.samples;

/** Decodes until there is enough for a reply, the format changes, or the input is used up. */
async function decodeSome() {
  const pieces = [];
  let bytes = 0;
  let errors = 0;
  const step = stepBytes[workerData.codec] ?? input.length;
  while (input.length > 0 && bytes < REPLY_BYTES) {
    const piece = await decoder.decode(input.subarray(0, step));
    input = input.subarray(step);
    errors += piece.errors;
    bytes += piece.samples.length;
    if (piece.samples.length > 0) pieces.push(piece);
  }
  return { pieces, errors, isHungry: input.length === 0 };
}

async function flush() {
  const { errors, ...piece } = await decoder.flush();
  return { pieces: piece.samples.length > 0 ? [piece] : [], errors, isHungry: true };
}

parentPort.on('message', async (request) => {
  if (request.kind === 'bytes') input = request.bytes;
  const reply = await (request.kind === 'end' ? flush() : decodeSome());
  parentPort.postMessage(reply);
});
parentPort.postMessage({ pieces: [], errors: 0, isHungry: true });
