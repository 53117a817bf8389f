import type { InterleavedBlock } from './block-interleaver.js';

export const CAPTURE_PROCESSOR = 'earshot-capture';

export interface CaptureOptions {
  readonly trackCount: number;
  /** Samples of each track in a block. */
  readonly blockSamples: number;
}

/** From the page to the audio thread. */
export type CaptureRequest = 'stop';

/** From the audio thread to the page, in order. Nothing follows `stopped`. */
export type CaptureMessage = InterleavedBlock | 'stopped';
