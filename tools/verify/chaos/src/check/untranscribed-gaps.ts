import type { ObservedGap } from './call-evidence.js';

/** Gaps in which no audio arrived. The audio of the others is transcribed from the recording. */
const NO_AUDIO: ReadonlySet<string> = new Set([
  'CONNECTION_LOST',
  'FRAMES_LOST',
  'SOURCE_SILENT',
  'CALL_MOVED',
  'PAUSED',
]);

export const sumUntranscribedMs = (gaps: readonly ObservedGap[]): number =>
  gaps.filter(({ reason }) => !NO_AUDIO.has(reason)).reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0);
