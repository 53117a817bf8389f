/** One measured figure and its target. */
export interface Measurement {
  readonly name: string;
  readonly measured: string;
  readonly target: string;
}

/** Formats the measurements as an aligned text table. */
export function formatTable(measurements: readonly Measurement[]): string {
  const head: Measurement = { name: 'what', measured: 'measured', target: 'target' };
  const width = (key: keyof Measurement) => Math.max(...[head, ...measurements].map((row) => row[key].length));
  const line = (row: Measurement) =>
    `| ${row.name.padEnd(width('name'))} | ${row.measured.padEnd(width('measured'))} | ${row.target.padEnd(width('target'))} |`;
  const rule = `|-${'-'.repeat(width('name'))}-|-${'-'.repeat(width('measured'))}-|-${'-'.repeat(width('target'))}-|`;
  return [line(head), rule, ...measurements.map(line)].join('\n');
}

/** Returns the value below which `share` (0..1) of the values lie. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
