import { escapeUnprintable } from '@earshot/contracts';
import { Failure, pause, type Clock, type DeadLetterStore, type Sealer } from '@earshot/ports';
import { describeDeadLetter } from '@earshot/runtime';
import type { DeadLetterCommand } from './dead-letter-arguments.js';
import { formatLetter, formatLetterTable, formatState } from './format-letter.js';
import { formatMessage } from './format-message.js';

export interface DeadLetterTools {
  readonly letters: DeadLetterStore;
  readonly clock: Clock;
  /** Opens the master key, which only a message needs. */
  openSealer(): Promise<Sealer>;
  print(line: string): void;
}

const WAIT_FOR_REPLAY_MS = 15_000;
const POLL_EVERY_MS = 500;
const WARNING =
  'The message below may contain what was said on a call, before redaction. Do not copy it where others can read it.';

/** Runs the command of an operator. Rejects with a one-line `Failure`, e.g. `DEAD_LETTER_NOT_FOUND`, `MASTER_KEY_MISSING`. */
export async function runDeadLetterCommand(
  command: Exclude<DeadLetterCommand, { name: 'help' }>,
  tools: DeadLetterTools,
): Promise<void> {
  if (command.name === 'list') return listLetters(command, tools);
  if (command.name === 'show') return showLetter(command, tools);
  return command.ids === 'all' ? replayAll(tools) : replayLetters(command.ids, tools);
}

type CommandNamed<Name extends DeadLetterCommand['name']> = Extract<DeadLetterCommand, { name: Name }>;

async function listLetters(
  { first, ...filter }: CommandNamed<'list'>,
  { letters, print }: DeadLetterTools,
): Promise<void> {
  const found = await letters.list(filter, { first });
  if (found.length === 0) return print('There are no dead letters.');
  for (const line of formatLetterTable(found)) print(line);
  if (found.length === first) print(`These are the newest ${first}. --first N lists more.`);
}

async function showLetter(
  { id, withMessage }: CommandNamed<'show'>,
  { letters, openSealer, print }: DeadLetterTools,
): Promise<void> {
  const letter = await letters.find(id);
  if (letter === null) throw notFound(id);
  for (const line of formatLetter(letter)) print(line);
  if (!withMessage) return;
  const sealer = await openSealer();
  const message = await sealer.open(letter.sealedMessage, describeDeadLetter(letter));
  for (const line of ['', WARNING, '', ...formatMessage(message)]) print(line);
}

async function replayAll({ letters, clock, print }: DeadLetterTools): Promise<void> {
  const count = await letters.requestReplay('all', clock.nowMs());
  print(
    `Requested a replay of ${count} dead letter(s). The persistence service replays them. "list" shows their state.`,
  );
}

async function replayLetters(ids: readonly string[], tools: DeadLetterTools): Promise<void> {
  const { letters, clock, print } = tools;
  for (const id of ids) await requireReplayable(id, letters);
  await letters.requestReplay(ids, clock.nowMs());
  const untilMs = clock.nowMs() + WAIT_FOR_REPLAY_MS;
  let waiting = [...new Set(ids)];
  while (waiting.length > 0 && clock.nowMs() < untilMs) {
    waiting = await printReplayed(waiting, tools);
    if (waiting.length > 0) await pause(clock, POLL_EVERY_MS);
  }
  for (const id of waiting) print(`${escapeUnprintable(id)}  not replayed yet: is a persistence service running?`);
}

async function requireReplayable(id: string, letters: DeadLetterStore): Promise<void> {
  const letter = await letters.find(id);
  if (letter === null) throw notFound(id);
  if (!letter.isCut) return;
  const message = `${escapeUnprintable(id)} cannot be replayed: its message was too large and was cut.`;
  throw new Failure('DEAD_LETTER_CUT', message);
}

/** Prints the state of each letter that no longer waits for its replay. Returns the others. */
async function printReplayed(ids: readonly string[], { letters, print }: DeadLetterTools): Promise<string[]> {
  const waiting: string[] = [];
  for (const id of ids) {
    const letter = await letters.find(id);
    // A letter that is `stored` again failed after its replay.
    if (letter === null) print(`${escapeUnprintable(id)}  deleted`);
    else if (letter.replayRequestedAtMs !== null && letter.replayedAtMs === null) waiting.push(id);
    else print(escapeUnprintable(`${id}  ${formatState(letter)}`));
  }
  return waiting;
}

const notFound = (id: string): Failure =>
  new Failure(
    'DEAD_LETTER_NOT_FOUND',
    `There is no dead letter ${escapeUnprintable(id)}. "list" shows the dead letters.`,
  );
