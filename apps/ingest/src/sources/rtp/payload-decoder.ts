import { decodeSamples } from '@earshot/domain';
import { decodedRateHz, G722Decoder, type RtpFormat } from '@earshot/media/rtp';
import opus from '@evan/opus/wasm/index.js';

/** Turns the payloads of one stream, in order, into linear samples of one channel at `decodedRateHz` of its format. */
export interface PayloadDecoder {
  /** Null: the payload is broken. */
  decode(payload: Uint8Array): Int16Array | null;
  close(): void;
}

/** A longer packet is no Opus packet (RFC 6716, section 3.4), and would not fit into the decoder. */
const MAX_OPUS_BYTES = 1_276;

export function createPayloadDecoder(format: RtpFormat): PayloadDecoder {
  if (format.encoding === 'OPUS') return createOpusDecoder(decodedRateHz(format));
  return { decode: decoderOf(format), close: () => undefined };
}

function decoderOf({ encoding, channelCount }: RtpFormat): (payload: Uint8Array) => Int16Array | null {
  switch (encoding) {
    case 'PCMU':
    case 'PCMA':
      return (payload) => decodeSamples(payload, encoding);
    case 'L16':
      return (payload) => decodeBigEndian(payload, channelCount);
    case 'G722': {
      const decoder = new G722Decoder();
      return (payload) => decoder.decode(payload);
    }
    default:
      return () => null;
  }
}

function createOpusDecoder(sampleRateHz: number): PayloadDecoder {
  const decoder = new opus.Decoder({ channels: 1, sample_rate: sampleRateHz });
  return {
    decode: (payload) => {
      if (payload.length > MAX_OPUS_BYTES) return null;
      try {
        return decodeSamples(decoder.decode(payload), 'L16');
      } catch {
        return null;
      }
    },
    close: () => decoder.drop(),
  };
}

/** L16 has the high byte first on the wire (RFC 3551, section 4.5.11). Two channels become their mean. */
function decodeBigEndian(payload: Uint8Array, channelCount: number): Int16Array {
  const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
  const samples = new Int16Array(Math.floor(payload.length / (2 * channelCount)));
  for (let at = 0; at < samples.length; at++) {
    let sum = 0;
    for (let channel = 0; channel < channelCount; channel++) sum += view.getInt16(2 * (at * channelCount + channel));
    samples[at] = Math.trunc(sum / channelCount);
  }
  return samples;
}
