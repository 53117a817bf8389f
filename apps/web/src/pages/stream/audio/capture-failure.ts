/** Why no sound can be captured. */
export type CaptureFailureReason =
  'DENIED' | 'NO_SOUND_SHARED' | 'NO_MICROPHONE' | 'MICROPHONE_BUSY' | 'NOT_SECURE' | 'UNSUPPORTED';

export class CaptureFailure extends Error {
  constructor(readonly reason: CaptureFailureReason) {
    super(reason);
  }
}

const reasons: Readonly<Record<string, CaptureFailureReason>> = {
  NotAllowedError: 'DENIED',
  NotFoundError: 'NO_MICROPHONE',
  OverconstrainedError: 'NO_MICROPHONE',
  NotReadableError: 'MICROPHONE_BUSY',
  AbortError: 'MICROPHONE_BUSY',
};

/** What a browser means by its error. Source: Media Capture and Streams, section 10.2 (getUserMedia). */
export function toCaptureFailure(error: unknown): CaptureFailure {
  if (error instanceof CaptureFailure) return error;
  const { name } = error as { name?: string };
  return new CaptureFailure(reasons[name ?? ''] ?? 'UNSUPPORTED');
}
