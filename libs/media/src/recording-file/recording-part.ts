import type { AudioCodec } from '@earshot/contracts';
import type { UploadErrorCode } from './upload-errors.js';

/** The format of the samples that a recording is turned into. */
export interface RecordedFormat {
  readonly codec: AudioCodec;
  readonly sampleRateHz: number;
  readonly channelCount: number;
}

/** A recording in pieces. `format` comes once, before any audio; nothing follows `refused`. */
export type RecordingPart =
  | { readonly kind: 'format'; readonly format: RecordedFormat }
  /** Interleaved samples of all channels, whole sample frames. */
  | { readonly kind: 'audio'; readonly samples: Uint8Array }
  /** The samples of all channels that are missing here. */
  | { readonly kind: 'gap'; readonly samples: number }
  /** The recording goes on, but something is wrong with it. */
  | { readonly kind: 'problem'; readonly code: UploadErrorCode }
  | { readonly kind: 'refused'; readonly code: UploadErrorCode };
