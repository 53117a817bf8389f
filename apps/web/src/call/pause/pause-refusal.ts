const refusals: Readonly<Record<string, string>> = {
  CALL_NOT_FOUND: 'This call no longer exists.',
  CALL_IS_OVER: 'This call has ended.',
  FORBIDDEN: 'You may not pause this call.',
  RATE_LIMITED: 'Too many requests. Try again in a minute.',
  BUS_UNAVAILABLE: 'The call is as it was. Try again.',
};

/** Why a call was not paused, in words for the reader. Undefined for any other code. */
export const pauseRefusal = (code: unknown): string | undefined =>
  typeof code === 'string' ? refusals[code] : undefined;
