import { expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = join(import.meta.dirname, '..');
interface Cost {
  readonly file: string;
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly loadCpuSeconds: number;
}
const { readCosts } = (await import(join(folder, 'file-cost.mjs'))) as { readCosts(path: string): Cost[] };
const { formatCosts } = (await import(join(folder, 'test-totals.mjs'))) as {
  formatCosts(steps: { name: string; seconds: number; cpuSeconds?: number }[], costs: Cost[]): string;
};

/** A program that computes until it has used 0.2 s of processor time. */
const compute = 'while (process.cpuUsage().user < 200_000);';

it('counts the processor time of a file and of its child processes, and what of it was before the first test', () => {
  const home = mkdtempSync(join(tmpdir(), 'earshot-cost-'));
  try {
    const costsFile = join(home, 'costs.jsonl');
    const program = `
      import { execFileSync } from 'node:child_process';
      import { FileCost } from ${JSON.stringify(join(folder, 'file-cost.mjs'))};
      const cost = new FileCost();
      ${compute}
      cost.markLoaded();
      execFileSync(process.execPath, ['-e', ${JSON.stringify(compute)}]);
      cost.record('a.spec.ts');`;
    execFileSync(process.execPath, ['--input-type=module', '-e', program], {
      env: { ...process.env, EARSHOT_TEST_COSTS: costsFile },
    });
    const [{ file = '', cpuSeconds = 0, loadCpuSeconds = 0 } = {}] = readCosts(costsFile);
    expect(file).toBe('a.spec.ts');
    expect(loadCpuSeconds).toBeGreaterThan(0.05);
    if (process.platform === 'linux') expect(cpuSeconds - loadCpuSeconds).toBeGreaterThan(0.1);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
});

it('prints each step, and the ten test files that used the most processor time', () => {
  const costs = Array.from({ length: 12 }, (_, at) => ({
    ...{ file: `file-${at}.spec.ts`, seconds: 1, cpuSeconds: at, loadCpuSeconds: 0.5 },
  }));
  const printed = formatCosts(
    [
      { name: 'lint', seconds: 40 },
      { name: 'unit tests', seconds: 300, cpuSeconds: 500 },
    ],
    costs,
  );
  expect(printed.split('\n').map((line) => line.trim().replace(/\s+/g, ' '))).toEqual([
    ...['', 'seconds CPU step', '40.0 lint', '300.0 500.0 unit tests', ''],
    'seconds CPU to load most expensive test files',
    ...costs
      .slice(2)
      .reverse()
      .map(({ file, cpuSeconds }) => `1.0 ${cpuSeconds}.0 0.5 ${file}`),
    '',
  ]);
});
