import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const main = join(import.meta.dirname, '../../../tools/verify/chaos/dist/main.js');

/** Runs the built chaos tool on the standalone form. */
async function chaos(...args: string[]): Promise<{ code: number | null; output: string }> {
  const child = spawn(
    process.execPath,
    [main, '--bus', 'embedded', '--calls', '4', '--seconds', '20', '--every', '2', ...args],
    {
      env: { ...process.env, NODE_OPTIONS: '' },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const [code] = (await once(child, 'exit')) as [number | null];
  return { code, output };
}

describe('npm run chaos on the standalone form', () => {
  it('finds no lost or doubled final, and no recorded audio without words, after a kill or with duplicate deliveries', async () => {
    const { code, output } = await chaos('--faults', 'kill-process,kill-process-behind,duplicates');
    expect({ code, output }).toEqual({ code: 0, output: expect.stringContaining('Held: 3 of 3.') });
  }, 600_000);

  it('catches builds with a known bug', async () => {
    const { code, output } = await chaos('--broken', 'no-dedupe,clock-restarted,early-save');
    expect({ code, output }).toEqual({ code: 0, output: expect.stringContaining('Caught: 3 of 3 broken builds.') });
  }, 600_000);
});
