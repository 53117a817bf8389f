import { escapeUnprintable } from '@earshot/contracts';
import type { DeadLetterHead } from '@earshot/ports';

const formatTime = (ms: number): string => new Date(ms).toISOString().slice(0, 19).replace('T', ' ');

export function formatState({ isCut, replayRequestedAtMs, replayedAtMs, refusedWith }: DeadLetterHead): string {
  if (replayedAtMs !== null) return `replayed ${formatTime(replayedAtMs)}`;
  if (replayRequestedAtMs !== null) return 'replay requested';
  if (refusedWith !== null) return `not replayed: ${refusedWith}`;
  return isCut ? 'cut' : 'stored';
}

const columns = ['id', 'set aside (UTC)', 'stage', 'topic', 'code', 'attempts', 'bytes', 'call', 'state'];

/** Formats a heading and one line for each letter, in columns. */
export function formatLetterTable(letters: readonly DeadLetterHead[]): string[] {
  const rows = letters.map((letter) =>
    [
      ...[letter.id, formatTime(letter.atMs), letter.stage, letter.topic, letter.code, String(letter.attempts)],
      ...[String(letter.messageBytes), letter.callId ?? '-', formatState(letter)],
    ].map(escapeUnprintable),
  );
  const widths = columns.map((column, at) => Math.max(column.length, ...rows.map((row) => row[at]?.length ?? 0)));
  return [columns, ...rows].map((row) =>
    row
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

/** Formats all fields of a letter except its message. */
export const formatLetter = (letter: DeadLetterHead): string[] =>
  [
    ['id', letter.id],
    ['set aside', `${formatTime(letter.atMs)} UTC`],
    ['stage', letter.stage],
    ['topic', letter.topic],
    ['key', letter.key],
    ['call', letter.callId ?? '-'],
    ['code', letter.code],
    ['attempts', String(letter.attempts)],
    ['message', `${letter.messageBytes} bytes${letter.isCut ? ', cut because it was too large for a letter' : ''}`],
    ['state', formatState(letter)],
  ].map(([name = '', value = '']) => `${name.padEnd(9)} ${escapeUnprintable(value)}`);
