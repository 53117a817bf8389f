import type { Principal } from '@earshot/domain';
import type { UploadErrorCode } from '@earshot/media/recording-file';
import type { UploadItem } from './upload-item.js';

export interface UploadLimits {
  readonly maxFileBytes: number;
  readonly maxPerClient: number;
  readonly maxWaitingBytes: number;
}

/** The bytes that a file takes at most. One of unknown length may become the largest. */
export const measureRoom = (sizeBytes: number | null, { maxFileBytes, maxWaitingBytes }: UploadLimits): number =>
  sizeBytes ?? Math.min(maxFileBytes, maxWaitingBytes);

/** Why no further upload may begin; null: it may. `waiting`: the items of all senders that are not over. */
export function findUploadRefusal(
  sender: Principal,
  sizeBytes: number | null,
  waiting: readonly UploadItem[],
  limits: UploadLimits,
): UploadErrorCode | null {
  if ((sizeBytes ?? 0) > limits.maxFileBytes) return 'UPLOAD_TOO_LARGE';
  const own = waiting.filter(({ owner }) => owner.key === sender.key);
  if (own.length >= limits.maxPerClient) return 'TOO_MANY_UPLOADS';
  const bytes = [sizeBytes, ...waiting.map((item) => item.sizeBytes)].reduce<number>(
    (sum, size) => sum + measureRoom(size, limits),
    0,
  );
  return bytes > limits.maxWaitingBytes ? 'UPLOADS_FULL' : null;
}
