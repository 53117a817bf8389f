import { createHash } from 'node:crypto';
import type { CallId } from '@earshot/contracts';

const READABLE_CHARS = 48;
const HASH_CHARS = 32;

/**
 * The path of a call's recording below the directory or prefix of the store: a readable part of the id, then 128 bits of its
 * hash. The hash keeps ids apart. No id can leave the directory or equal a reserved name.
 */
export function recordingPath(callId: CallId): string {
  const hash = createHash('sha256').update(callId, 'utf8').digest('hex');
  const readable = callId.slice(0, READABLE_CHARS).replace(/[^A-Za-z0-9-]+/g, '_');
  return `${hash.slice(0, 2)}/${readable}-${hash.slice(0, HASH_CHARS)}.wav`;
}
