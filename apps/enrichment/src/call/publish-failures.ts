import { Failure } from '@earshot/ports';

/** Ends the handling of a message whose call another process owns now. */
export const callHandedOver = (): Failure =>
  new Failure('CALL_HANDED_OVER', 'Another process enriches this call now.', { retryable: true });

/**
 * Makes the bus deliver the message again. It is always retryable: a message that is given up becomes a dead letter,
 * with the raw words that it holds.
 */
export const insightNotPublished = (cause: unknown): Failure =>
  new Failure('INSIGHT_NOT_PUBLISHED', 'The bus did not take an insight.', { retryable: true, cause });
