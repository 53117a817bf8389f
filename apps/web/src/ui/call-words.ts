import type { CallRowFragment, CallStatus, Trend } from '@earshot/graphql-api';

/** How a call's status is called; a call that was hung up is still LIVE while its transcript is completed. */
export type ShownStatus = 'In progress' | 'Finishing' | 'Ended' | 'Interrupted';

const words: Record<CallStatus, ShownStatus> = {
  LIVE: 'In progress',
  ENDED: 'Ended',
  INTERRUPTED: 'Interrupted',
};

/** The word for a call's status. */
export const shownStatus = ({ status, endedAt }: Pick<CallRowFragment, 'status' | 'endedAt'>): ShownStatus =>
  status === 'LIVE' && endedAt !== null ? 'Finishing' : words[status];

/** Whether somebody is still on the line. */
export const isOnTheLine = ({ status, endedAt }: Pick<CallRowFragment, 'status' | 'endedAt'>): boolean =>
  status === 'LIVE' && endedAt === null;

/** Whether the engine says prepared words instead of listening. */
export const isScripted = (engine: string | null): boolean => engine?.startsWith('scripted') ?? false;

/** An engine's name as readers see it. Sample words always say that they are. */
export function shownEngine({ engine, status }: Pick<CallRowFragment, 'engine' | 'status'>): string {
  if (engine === null) return status === 'LIVE' ? 'None yet' : 'No speech engine';
  return isScripted(engine) ? `${engine} (sample words)` : engine;
}

export const trendWords: Record<Trend, string> = { UP: 'rising', DOWN: 'falling', FLAT: 'steady' };

/** Mood of a mean score from -5 to 5. */
export function moodOf(score: number): 'POSITIVE' | 'NEGATIVE' | 'NEUTRAL' {
  if (score >= 0.5) return 'POSITIVE';
  return score <= -0.5 ? 'NEGATIVE' : 'NEUTRAL';
}

/** A score with its sign: `+1.2`, `−0.4`, `0.0`. */
export function formatScore(score: number): string {
  const shown = Math.abs(score).toFixed(1);
  if (shown === '0.0') return shown;
  return score < 0 ? `−${shown}` : `+${shown}`;
}
