import type { RoundResult } from '../round/judge-round.js';

const columns: readonly (readonly [head: string, cell: (row: RoundResult) => string])[] = [
  ['fault', (row) => row.fault],
  ['calls', (row) => String(row.calls)],
  ['finals expected', (row) => String(row.expected)],
  ['lost', (row) => String(row.lost)],
  ['doubled', (row) => String(row.doubled)],
  ['out of order', (row) => String(row.outOfOrder)],
  ['wrong words', (row) => String(row.wrongWords)],
  ['gaps declared', (row) => (row.gaps === 0 ? '0' : `${row.gaps} (${(row.gapMs / 1_000).toFixed(1)} s)`)],
  ['recovery s', (row) => (row.recoveryMs / 1_000).toFixed(1)],
  ['others affected', (row) => String(row.othersAffected)],
  ['calls with errors', (row) => String(row.callsWithErrors)],
  ['verdict', (row) => (row.violations.length === 0 ? 'held' : 'BROKEN')],
];

/** Formats the results as an aligned text table that is also valid Markdown. */
export function formatTable(rows: readonly RoundResult[]): string {
  const cells = [columns.map(([head]) => head), ...rows.map((row) => columns.map(([, cell]) => cell(row)))];
  const widths = columns.map((_, at) => Math.max(...cells.map((line) => line[at]?.length ?? 0)));
  const line = (texts: readonly string[]) => `| ${texts.map((text, at) => text.padEnd(widths[at] ?? 0)).join(' | ')} |`;
  const [head = [], ...body] = cells;
  return [line(head), `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`, ...body.map(line)].join('\n');
}
