import { Failure, type Clock, type DeadLetterStore } from '@earshot/ports';
import type { DeadCommand } from './dead-arguments.js';
import { letterDetails, letterTable, stateOf } from './letter-text.js';
import { messageText } from './message-text.js';
import { printable } from './printable.js';

export interface DeadOptions {
  readonly letters: DeadLetterStore;
  readonly clock: Clock;
  print(line: string): void;
}

const WAIT_MS = 15_000;
const LOOK_EVERY_MS = 500;
const WARNING =
  'What follows may hold what was said on a call, before redaction. Do not copy it to where others read it.';

/** Does what an operator asks for. Rejects with a one-line `Failure`: `DEAD_LETTER_NOT_FOUND`, `DEAD_LETTER_CUT`. */
export async function runDead(command: Exclude<DeadCommand, { name: 'help' }>, options: DeadOptions): Promise<void> {
  if (command.name === 'list') return list(command, options);
  if (command.name === 'show') return show(command, options);
  return command.ids === 'all' ? replayAll(options) : replay(command.ids, options);
}

type Of<Name extends DeadCommand['name']> = Extract<DeadCommand, { name: Name }>;

async function list({ first, ...filter }: Of<'list'>, { letters, print }: DeadOptions): Promise<void> {
  const found = await letters.list(filter, { first });
  if (found.length === 0) return print('None.');
  for (const line of letterTable(found)) print(line);
  if (found.length === first) print(`The newest ${first}; --first N shows more.`);
}

async function show({ id, withMessage }: Of<'show'>, { letters, print }: DeadOptions): Promise<void> {
  const letter = await letters.find(id);
  if (letter === null) throw notFound(id);
  for (const line of letterDetails(letter)) print(line);
  if (!withMessage) return;
  for (const line of ['', WARNING, '', ...messageText(letter.message)]) print(line);
}

async function replayAll({ letters, clock, print }: DeadOptions): Promise<void> {
  const count = await letters.requestReplay('all', clock.nowMs());
  print(`${count} to be given back by the persistence service; "list" shows which were.`);
}

async function replay(ids: readonly string[], options: DeadOptions): Promise<void> {
  const { letters, clock, print } = options;
  for (const id of ids) {
    const letter = await letters.find(id);
    if (letter === null) throw notFound(id);
    if (letter.isCut) {
      throw new Failure(
        'DEAD_LETTER_CUT',
        `${printable(id)} cannot be given back: its message was too large to be kept whole.`,
      );
    }
  }
  await letters.requestReplay(ids, clock.nowMs());
  const untilMs = clock.nowMs() + WAIT_MS;
  const waiting = new Set(ids);
  while (waiting.size > 0 && clock.nowMs() < untilMs) {
    for (const id of waiting) {
      const letter = await letters.find(id);
      if (letter !== null && letter.replayRequestedAtMs !== null && letter.replayedAtMs === null) continue;
      waiting.delete(id);
      // One that waits again has died again since, or has no topic any more.
      print(`${id}  ${letter === null ? 'gone' : stateOf(letter)}`);
    }
    if (waiting.size > 0) await new Promise<void>((resolve) => clock.schedule(LOOK_EVERY_MS, resolve));
  }
  for (const id of waiting) print(`${id}  not given back yet: does the persistence service run?`);
}

const notFound = (id: string): Failure =>
  new Failure('DEAD_LETTER_NOT_FOUND', `There is no dead letter ${printable(id)}; "list" shows which there are.`);
