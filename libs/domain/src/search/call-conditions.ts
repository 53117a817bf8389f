import type { CallStatus } from '../call/index.js';
import { numberSearchKeys, searchedNumberKeys } from './number-search.js';
import { searchPatterns, searchText, type SearchedFields } from './search-text.js';

/** The conditions of a list of calls. A call must meet each one that is given. */
export interface CallConditions {
  readonly status?: readonly CallStatus[];
  /** The whole agent id. */
  readonly agentId?: string;
  /** Part of the call id, the name, the agent id or either number, as `searchPatterns` finds it. Sealed numbers are found by `numberSearchKeys`. */
  readonly text?: string;
  /** The same without the numbers, for readers who may not see them: they must not find out a number by searching for it. */
  readonly textWithoutNumbers?: string;
  /** The whole name of the queue. */
  readonly queue?: string;
  readonly category?: string;
  readonly hasAlert?: boolean;
  readonly startedFromMs?: number;
  readonly startedToMs?: number;
}

/** What the conditions look at. */
export interface CallFacts {
  readonly id: string;
  readonly status: CallStatus;
  readonly agentId: string | null;
  readonly customerNumber: string | null;
  readonly systemNumber: string | null;
  readonly areNumbersSealed: boolean;
  readonly name: string | null;
  readonly queue: string | null;
  readonly categories: readonly string[];
  readonly alertCount: number;
  readonly startedAtMs: number;
}

type Wanted = Required<CallConditions>;

function hasText(fields: SearchedFields, wanted: string): boolean {
  const text = searchText(fields);
  return searchPatterns(wanted).some((pattern) => text.includes(pattern));
}

const hasTextWithoutNumbers = ({ id, agentId, name, areNumbersSealed }: CallFacts, wanted: string): boolean =>
  hasText({ id, agentId, customerNumber: null, systemNumber: null, name: areNumbersSealed ? null : name }, wanted);

/** A sealed name is found as a number is. */
function hasSealedNumber({ customerNumber, systemNumber, name }: SearchedFields, wanted: string): boolean {
  const keys = new Set([customerNumber, systemNumber, name].flatMap((text) => numberSearchKeys(text ?? '')));
  return searchedNumberKeys(wanted).some((key) => keys.has(key));
}

type Rules = { readonly [K in keyof Wanted]: (facts: CallFacts, wanted: Wanted[K]) => boolean };

/** One rule for each condition. Stores that filter by themselves must agree: `call-conditions.component.spec.ts` checks it. */
const rules: Rules = {
  status: ({ status }, wanted) => wanted.includes(status),
  agentId: ({ agentId }, wanted) => agentId === wanted,
  text: (facts, wanted) =>
    facts.areNumbersSealed
      ? hasTextWithoutNumbers(facts, wanted) || hasSealedNumber(facts, wanted)
      : hasText(facts, wanted),
  textWithoutNumbers: hasTextWithoutNumbers,
  queue: ({ queue }, wanted) => queue === wanted,
  category: ({ categories }, wanted) => categories.includes(wanted),
  hasAlert: ({ alertCount }, wanted) => alertCount > 0 === wanted,
  startedFromMs: ({ startedAtMs }, wanted) => startedAtMs >= wanted,
  startedToMs: ({ startedAtMs }, wanted) => startedAtMs <= wanted,
};

const conditionNames = Object.keys(rules) as (keyof CallConditions)[];

const meets = <K extends keyof CallConditions>(facts: CallFacts, conditions: CallConditions, name: K): boolean => {
  const wanted = conditions[name];
  return wanted === undefined || rules[name](facts, wanted as Wanted[K]);
};

/** Whether a call with these facts belongs to the list. */
export const meetsConditions = (facts: CallFacts, conditions: CallConditions): boolean =>
  conditionNames.every((name) => meets(facts, conditions, name));

/**
 * Whether the call may have met all conditions at some time between two states, when it no longer does in the later one.
 * States in between are unknown, so it assumes that each condition could have been met when either state meets it.
 */
export const mayHaveMetConditions = (earlier: CallFacts, later: CallFacts, conditions: CallConditions): boolean =>
  conditionNames.every((name) => meets(earlier, conditions, name) || meets(later, conditions, name));
