import type { CallAudio } from '@earshot/call-player';
import { hashText } from './hash-text.js';

export const SAMPLE_RATE_HZ = 8_000;
/** A frame has a 16-bit sample of each of two tracks, so it is one 32-bit number. */
export const FRAME_BYTES = 4;
/** An odd number, so that the multiplication has an inverse. */
const FACTOR = 0x9e3779b1;
const INVERSE = inverseOf(FACTOR);

/**
 * Audio in which each frame encodes its call and its position, and from which the position can be computed again. A
 * recording alone therefore shows frames that are missing, doubled, moved or of another call.
 */
export class ChaosAudio {
  /** Never 0. */
  private readonly key: number;

  constructor(callId: string) {
    this.key = hashText(callId) || 1;
  }

  /** Never 0, because silence is 0. */
  frameAt(position: number): number {
    const frame = (Math.imul(position + 1, FACTOR) ^ this.key) >>> 0;
    return frame === 0 ? this.key : frame;
  }

  /** Returns the position that this frame encodes. A frame of another call most likely gives one far outside of any call. */
  positionOf(frame: number): number {
    const position = (Math.imul((frame ^ this.key) >>> 0, INVERSE) >>> 0) - 1;
    // `frameAt` uses the key for the position that would encode as silence.
    return position === -1 ? (Math.imul(this.key, INVERSE) >>> 0) - 1 : position;
  }

  createAudio(durationMs: number): CallAudio {
    const frames = Math.round((durationMs / 1_000) * SAMPLE_RATE_HZ);
    const payload = new Uint8Array(frames * FRAME_BYTES);
    const view = new DataView(payload.buffer);
    for (let at = 0; at < frames; at += 1) view.setUint32(at * FRAME_BYTES, this.frameAt(at), true);
    return { codec: 'L16', sampleRateHz: SAMPLE_RATE_HZ, channelCount: 2, payload, durationMs, isMono: false };
  }
}

/** Newton's iteration: each round doubles the number of correct bits. */
function inverseOf(odd: number): number {
  let inverse = odd;
  for (let round = 0; round < 5; round += 1) inverse = Math.imul(inverse, 2 - Math.imul(odd, inverse));
  return inverse >>> 0;
}
