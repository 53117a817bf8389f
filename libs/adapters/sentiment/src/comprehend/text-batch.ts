import type { LanguageCode } from '@aws-sdk/client-comprehend';
import type { Sentiment } from '@earshot/ports';
import type { RequestFailureCause } from './comprehend-failure.js';

/** Why the lexicon scores a text instead of Comprehend. */
export type FallbackCause = RequestFailureCause | 'language' | 'no-text' | 'item' | 'circuit-open' | 'queue-full';

/** A text that waits for Comprehend. The first outcome counts. */
export class PendingText {
  readonly outcome: Promise<Sentiment | FallbackCause>;
  isSettled = false;
  private resolve: (outcome: Sentiment | FallbackCause) => void = () => undefined;
  private onSettled: () => void = () => undefined;

  constructor(readonly text: string) {
    this.outcome = new Promise((resolve) => (this.resolve = resolve));
  }

  settle(outcome: Sentiment | FallbackCause): void {
    if (this.isSettled) return;
    this.isSettled = true;
    this.resolve(outcome);
    this.onSettled();
  }

  whenSettled(task: () => void): void {
    this.onSettled = task;
  }
}

/** Comprehend's limit of one request. */
const MAX_TEXTS = 25;

/** Texts of any calls, in one language, that go to Comprehend together. */
export class TextBatch {
  readonly texts: PendingText[] = [];
  private readonly abandoned = new AbortController();

  constructor(readonly language: LanguageCode) {}

  /** Aborted when no text waits any more. */
  get signal(): AbortSignal {
    return this.abandoned.signal;
  }

  get isFull(): boolean {
    return this.texts.length >= MAX_TEXTS;
  }

  get waitingTexts(): PendingText[] {
    return this.texts.filter(({ isSettled }) => !isSettled);
  }

  add(text: PendingText): void {
    this.texts.push(text);
    text.whenSettled(() => {
      if (this.waitingTexts.length === 0) this.abandoned.abort();
    });
  }

  settleAll(cause: FallbackCause): void {
    for (const text of this.texts) text.settle(cause);
  }
}
