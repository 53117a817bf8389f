import { expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../../..');

/** The programs behind the npm scripts, and what a person may type after them by mistake. */
const commands = [
  ['tools/workspace/start.mjs', '--demo', '--prot', '1'],
  ['tools/workspace/start.mjs', '4000'],
  ['tools/workspace/generate.mjs', '--x'],
  ['tools/workspace/check.mjs', '--x'],
  ['tools/workspace/check.mjs', 'domain', '-d'],
  ['tools/workspace/sbom.mjs', '--x'],
  ['tools/workspace/sbom.mjs', 'one.json', 'two.json'],
  ['tools/workspace/licences.mjs', '--x'],
  ['tools/workspace/advisories.mjs', '--x'],
  ['tools/run/stack/dist/main.js', '--prot', '1'],
  ['tools/run/stack/dist/main.js', '--bus', 'rabbit'],
  ['tools/run/stack/dist/main.js', '--replicas', 'gateway=0'],
  ['tools/run/call-player/dist/main.js'],
  ['tools/run/call-player/dist/main.js', '--prot', '1'],
  ['tools/run/call-player/dist/main.js', 'a.wav', 'b.wav'],
  ['tools/run/call-player/dist/main.js', 'a.wav', '--calls', 'many'],
  ['tools/run/call-player/dist/main.js', 'a.wav', '--url', 'ftp://x'],
  ['tools/run/call-player/dist/main.js', 'a.wav', '--url', '127.0.0.1:4001'],
  ['tools/run/dead-letters/dist/main.js', 'list', '--prot', '1'],
  ['tools/run/dead-letters/dist/main.js', 'delete', '7'],
  ['tools/run/dead-letters/dist/main.js', 'list', '--first', '0'],
  ['tools/run/transcribe/dist/main.js', '--prot', '1'],
  ['tools/run/transcribe/dist/main.js'],
  ['tools/run/transcribe/dist/main.js', 'one', 'two'],
  ['tools/run/transcribe/dist/main.js', 'one', '--url', 'ws://x'],
  ['tools/run/models/dist/main.js', '--prot', '1'],
  ['tools/samples/dist/main.js', '--prot', '1'],
  ['tools/samples/dist/main.js', 'one', 'two'],
  ['tools/verify/bench/dist/main.js', '--prot', '1'],
  ['tools/verify/bench/dist/main.js', '--only', 'everything'],
  ['tools/verify/bench/dist/main.js', '--only', 'live', '--calls', 'many'],
  ['tools/verify/chaos/dist/main.js', '--prot', '1'],
  ['tools/verify/chaos/dist/main.js', '--bus', 'rabbit'],
  ['tools/verify/chaos/dist/main.js', '--calls', '0.5'],
  ['tools/verify/screenshots/dist/main.js', '--prot', '1'],
];

it.each(commands)(
  '%s %s %s %s refuses the arguments in one line with a code, and writes nothing',
  async (program, ...args) => {
    const folder = await mkdtemp(join(tmpdir(), 'earshot-wrong-'));
    try {
      const child = spawn(process.execPath, [join(root, program), ...args], {
        cwd: folder,
        env: { ...process.env, NODE_OPTIONS: '' },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let output = '';
      for (const stream of [child.stdout, child.stderr])
        stream.setEncoding('utf8').on('data', (text: string) => (output += text));
      const [code] = (await once(child, 'close')) as [number | null];
      expect({ code, output }).toEqual({ code: 1, output: expect.stringMatching(/^BAD_ARGUMENT: .+\n$/) });
      expect(await readdir(folder)).toEqual([]);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
  120_000,
);
