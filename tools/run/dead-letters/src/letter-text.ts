import type { DeadLetterHead } from '@earshot/ports';
import { printable } from './printable.js';

const timeOf = (ms: number): string => new Date(ms).toISOString().slice(0, 19).replace('T', ' ');

/** Where a letter stands. */
export function stateOf({ isCut, replayRequestedAtMs, replayedAtMs }: DeadLetterHead): string {
  if (replayedAtMs !== null) return `given back ${timeOf(replayedAtMs)}`;
  if (replayRequestedAtMs !== null) return 'to be given back';
  return isCut ? 'cut' : 'waits';
}

const columns = ['id', 'died (UTC)', 'stage', 'topic', 'code', 'tries', 'bytes', 'call', 'state'];

/** One line a letter, in columns. */
export function letterTable(letters: readonly DeadLetterHead[]): string[] {
  const rows = letters.map((letter) =>
    [
      ...[letter.id, timeOf(letter.atMs), letter.stage, letter.topic, letter.code, String(letter.attempts)],
      ...[String(letter.messageBytes), letter.callId ?? '-', stateOf(letter)],
    ].map(printable),
  );
  const widths = columns.map((column, at) => Math.max(column.length, ...rows.map((row) => row[at]?.length ?? 0)));
  return [columns, ...rows].map((row) =>
    row
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

/** Everything about a letter but its message. */
export const letterDetails = (letter: DeadLetterHead): string[] =>
  [
    ['id', letter.id],
    ['died', `${timeOf(letter.atMs)} UTC`],
    ['stage', letter.stage],
    ['topic', letter.topic],
    ['key', letter.key],
    ['call', letter.callId ?? '-'],
    ['code', letter.code],
    ['tries', String(letter.attempts)],
    ['message', `${letter.messageBytes} bytes${letter.isCut ? ', cut: it was larger than a letter' : ''}`],
    ['state', stateOf(letter)],
  ].map(([name = '', value = '']) => `${name.padEnd(8)} ${printable(value)}`);
