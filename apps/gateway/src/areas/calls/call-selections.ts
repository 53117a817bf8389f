import type { CallId } from '@earshot/contracts';
import type { CallConditions } from '@earshot/domain';
import { Failure } from '@earshot/ports';

/** Different selections at once. Each one is checked for each changed call, so their number bounds the work. */
const MAX_SELECTIONS = 10_000;
/** Stands for every call. No call id is empty. */
const EVERY_CALL = '';

/** What subscriptions ask for: one call or every call, if it meets the conditions. */
export interface CallSelection {
  /** The same for equal selections. */
  readonly topic: string;
  readonly conditions: CallConditions;
}

/** The selections of open subscriptions. Subscriptions that ask for the same share one selection. */
export class CallSelections {
  private readonly byCall = new Map<string, Map<string, CallConditions>>();
  private count = 0;

  /** `isOpen`: whether the topic still has a subscription. */
  constructor(private readonly isOpen: (topic: string) => boolean) {}

  /** Adds a selection and returns its topic. `id` null: every call. Throws `TOO_MANY_SUBSCRIPTIONS`. */
  addSelection(id: CallId | null, conditions: CallConditions): string {
    const callKey = id ?? EVERY_CALL;
    // Call ids hold no line feed.
    const topic = `${callKey}\n${JSON.stringify(conditions)}`;
    if (this.byCall.get(callKey)?.has(topic) === true) return topic;
    if (this.count >= MAX_SELECTIONS) this.removeClosedSelections();
    if (this.count >= MAX_SELECTIONS)
      throw new Failure('TOO_MANY_SUBSCRIPTIONS', 'Too many different filters are in use. Try again later.');
    const selections = this.byCall.get(callKey) ?? new Map<string, CallConditions>();
    this.byCall.set(callKey, selections.set(topic, conditions));
    this.count += 1;
    return topic;
  }

  /** Whether an open selection may include the call. */
  hasSelection(id: CallId): boolean {
    return [EVERY_CALL, id].some((callKey) => {
      for (const topic of this.byCall.get(callKey)?.keys() ?? []) if (this.isOpen(topic)) return true;
      return false;
    });
  }

  /** The open selections that may include the call. */
  listSelections(id: CallId): CallSelection[] {
    return [...this.listOpen(EVERY_CALL), ...this.listOpen(id)];
  }

  private removeClosedSelections(): void {
    for (const callKey of [...this.byCall.keys()]) this.listOpen(callKey);
  }

  /** Removes the selections whose last subscription has ended, and returns the others. */
  private listOpen(callKey: string): CallSelection[] {
    const selections = this.byCall.get(callKey);
    if (selections === undefined) return [];
    const open: CallSelection[] = [];
    for (const [topic, conditions] of selections) {
      if (this.isOpen(topic)) {
        open.push({ topic, conditions });
      } else {
        selections.delete(topic);
        this.count -= 1;
      }
    }
    if (selections.size === 0) this.byCall.delete(callKey);
    return open;
  }
}
