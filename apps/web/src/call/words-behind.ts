import type { CallRowFragment } from '@earshot/graphql-api';
import { formatDuration } from '../ui/format-duration.js';

/** The account of silence grows in steps, and an engine may wait for the end of an utterance. A shorter delay is normal. */
const normalDelayMs = 10_000;

/** Whether the words of a call are so late that the reader must know. */
export const areWordsBehind = ({ wordsBehindMs }: Pick<CallRowFragment, 'wordsBehindMs'>): boolean =>
  (wordsBehindMs ?? 0) >= normalDelayMs;

/** How late the words are, such as `14 s` or `1:20 min`. */
export const formatDelay = (ms: number): string =>
  ms < 60_000 ? `${Math.floor(ms / 1_000)} s` : `${formatDuration(ms)} min`;
