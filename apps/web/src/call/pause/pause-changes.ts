import type { CallDetailFragment, PauseReason } from '@earshot/graphql-api';

export type PauseChange = CallDetailFragment['pauseChanges'][number];
export type PauseHistory = Pick<CallDetailFragment, 'pausedSince' | 'pauseChanges'>;

const reasonTexts: Readonly<Record<PauseReason, string>> = {
  PAYMENT: 'payment',
  IDENTITY: 'identity check',
  CONSENT: 'consent',
  OTHER: 'another reason',
};

/** Why somebody pauses a call, as the menu of the button offers it. */
export const pauseReasonItems: readonly { readonly id: PauseReason; readonly text: string }[] = [
  { id: 'PAYMENT', text: 'Pause for a payment' },
  { id: 'IDENTITY', text: 'Pause for an identity check' },
  { id: 'CONSENT', text: 'Pause because consent is missing' },
  { id: 'OTHER', text: 'Pause for another reason' },
];

/** The change since which the call is paused. A call with very many pauses may not have kept it. */
export const findCurrentPause = ({ pausedSince, pauseChanges }: PauseHistory): PauseChange | undefined =>
  pauseChanges.find(({ at, isPaused }) => isPaused && at === pausedSince);

/** `Paused by Mia (payment)`, without what is not known. */
export function describePauseChange({ isPaused, reason, subject }: Omit<PauseChange, 'at'>): string {
  const by = subject === null ? '' : ` by ${subject}`;
  const why = reason === null ? '' : ` (${reasonTexts[reason]})`;
  return `${isPaused ? 'Paused' : 'Resumed'}${by}${why}`;
}
