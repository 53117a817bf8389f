import type { Row } from '../round/verdict.js';

const columns: readonly (readonly [head: string, cell: (row: Row) => string])[] = [
  ['fault', (row) => row.fault],
  ['calls', (row) => String(row.calls)],
  ['finals expected', (row) => String(row.expected)],
  ['lost', (row) => String(row.lost)],
  ['doubled', (row) => String(row.doubled)],
  ['out of order', (row) => String(row.outOfOrder)],
  ['other words', (row) => String(row.differing)],
  ['gaps declared', (row) => (row.gaps === 0 ? '0' : `${row.gaps} (${(row.gapMs / 1_000).toFixed(1)} s)`)],
  ['recovery s', (row) => (row.recoveryMs / 1_000).toFixed(1)],
  ['others affected', (row) => String(row.othersAffected)],
  ['wrong accounts', (row) => String(row.faulty)],
  ['verdict', (row) => (row.broken.length === 0 ? 'held' : 'BROKEN')],
];

/** The rows as an aligned text table that is Markdown too. */
export function table(rows: readonly Row[]): string {
  const cells = [columns.map(([head]) => head), ...rows.map((row) => columns.map(([, cell]) => cell(row)))];
  const widths = columns.map((_, at) => Math.max(...cells.map((line) => line[at]?.length ?? 0)));
  const line = (texts: readonly string[]) => `| ${texts.map((text, at) => text.padEnd(widths[at] ?? 0)).join(' | ')} |`;
  const [head = [], ...body] = cells;
  return [line(head), `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`, ...body.map(line)].join('\n');
}
