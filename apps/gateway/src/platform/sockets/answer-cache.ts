/** Answers that are kept, in UTF-16 code units, and updates whose answers are kept. Fast clients take one within milliseconds. */
const MAX_CHARS = 8_388_608;
const MAX_UPDATES = 1_000;

/** An answer in JSON, or the execution that will give it. */
export type Answer = string | Promise<string>;

/**
 * The answers to the newest updates. A slow client holds its updates for long: it must not hold their answers as well, so
 * the oldest answers are dropped, and executed again if a slow client comes to them.
 */
export class AnswerCache {
  private readonly byUpdate = new Map<object, Map<string, Answer>>();
  private chars = 0;

  get(update: object, shareKey: string): Answer | undefined {
    return this.byUpdate.get(update)?.get(shareKey);
  }

  add(update: object, shareKey: string, answer: Answer): void {
    let answers = this.byUpdate.get(update);
    if (answers === undefined) this.byUpdate.set(update, (answers = new Map()));
    answers.set(shareKey, answer);
    if (typeof answer === 'string') this.countAnswer(answer);
    else this.awaitAnswer(answers, shareKey, answer);
  }

  private awaitAnswer(answers: Map<string, Answer>, shareKey: string, answer: Promise<string>): void {
    const settle = (text: string | null): void => {
      if (answers.get(shareKey) !== answer) return;
      if (text === null) return void answers.delete(shareKey);
      answers.set(shareKey, text);
      this.countAnswer(text);
    };
    answer.then(settle, () => settle(null));
  }

  private countAnswer(answer: string): void {
    this.chars += answer.length;
    this.dropOldest();
  }

  private dropOldest(): void {
    for (const [oldest, answers] of this.byUpdate) {
      if (this.chars <= MAX_CHARS && this.byUpdate.size <= MAX_UPDATES) return;
      this.byUpdate.delete(oldest);
      for (const each of answers.values()) if (typeof each === 'string') this.chars -= each.length;
      // An execution that is still going on must not be counted when it ends.
      answers.clear();
    }
  }
}
