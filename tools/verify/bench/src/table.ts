/** One measured figure beside the number it is held against. */
export interface Row {
  readonly what: string;
  readonly measured: string;
  readonly target: string;
}

/** The rows as an aligned text table. */
export function table(rows: readonly Row[]): string {
  const head: Row = { what: 'what', measured: 'measured', target: 'to hold' };
  const width = (key: keyof Row) => Math.max(...[head, ...rows].map((row) => row[key].length));
  const line = (row: Row) =>
    `| ${row.what.padEnd(width('what'))} | ${row.measured.padEnd(width('measured'))} | ${row.target.padEnd(width('target'))} |`;
  const rule = `|-${'-'.repeat(width('what'))}-|-${'-'.repeat(width('measured'))}-|-${'-'.repeat(width('target'))}-|`;
  return [line(head), rule, ...rows.map(line)].join('\n');
}

/** The value below which `share` (0..1) of the values lie. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
