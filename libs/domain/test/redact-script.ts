import { redactionKinds } from '@earshot/contracts';
import type { CountryCode } from 'libphonenumber-js';
import { redactDialogue, type Said } from './redact-dialogue.js';

/** What is shown of a script, and what should be. One line holds one turn. */
export interface ScriptOutcome {
  readonly shown: string;
  readonly expected: string;
}

/**
 * Redacts a script such as "A: your PIN please / C: it is <1234>". `A` is the agent, `C` the customer. What stands in angle
 * brackets should be hidden as `kind`, or as the kind that is named in them: "<CARD|4111 …>". All else should stay readable.
 */
export function redactScript(script: string, kind: string, country: CountryCode): ScriptOutcome {
  const turns = script.split(' / ');
  const shown = redactDialogue(turns.map(readTurn), country);
  return { shown: joinTurns(shown), expected: joinTurns(turns.map((turn) => expectTurn(turn, kind))) };
}

const MARKED = /<(?:([A-Z_]+)\|)?([^>]+)>/g;

function readTurn(turn: string): Said {
  return [turn.startsWith('A:') ? 'AGENT' : 'CUSTOMER', turn.slice(2).trim().replaceAll(MARKED, '$2')];
}

function expectTurn(turn: string, kind: string): string {
  return turn
    .slice(2)
    .trim()
    .replaceAll(MARKED, (_, named: string | undefined) => `[${checkKind(named ?? kind)}]`);
}

function checkKind(kind: string): string {
  if (!redactionKinds.some((each) => each === kind)) throw new Error(`No kind of private data: ${kind}`);
  return kind;
}

const joinTurns = (turns: readonly string[]): string => turns.join('\n');
