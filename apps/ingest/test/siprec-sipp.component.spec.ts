import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { systemClock } from '@earshot/runtime';
import { bytes } from './ingest-steps.js';
import { SiprecUnderTest, trackOf } from './siprec-steps.js';

/** SIPp is a SIP client that nobody here wrote (Debian: sip-tester). */
const hasSipp = spawnSync('sipp', ['-v']).error === undefined;
if (!hasSipp) process.stderr.write('skipped: SIPp is not installed, so no foreign client tries the SIPREC server\n');

const SCENARIO = join(import.meta.dirname, 'sipp', 'recording-session.xml');
const CALL = 'sipp-1';

(hasSipp ? describe : describe.skip)('SIPp as the recording client', () => {
  let folder: string;
  const audio = Buffer.from(bytes(8_000));
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sipp-'));
    await writeFile(join(folder, 'audio.ulaw'), audio);
    const scenario = await readFile(SCENARIO, 'utf8');
    await writeFile(join(folder, 'scenario.xml'), scenario.replace('AUDIO_FILE', join(folder, 'audio.ulaw')));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it.each([
    ['UDP', 'u1'],
    ['TCP', 't1'],
  ] as const)(
    'records a call over %s with its transfer',
    async (transport, mode) => {
      const under = await SiprecUnderTest.openWith(systemClock, { EARSHOT_SIPREC_AGENTS: '100*' });
      try {
        const server = `127.0.0.1:${under.portOf(transport)}`;
        const options = [
          '-sf',
          'scenario.xml',
          '-t',
          mode,
          '-m',
          '1',
          '-i',
          '127.0.0.1',
          '-mi',
          '127.0.0.1',
          '-nostdin',
          '-timeout',
          '60',
          '-timeout_error',
        ];
        await promisify(execFile)('sipp', [server, ...options], { cwd: folder });
        await under.bus.next(CALL, 'stream.closed');
        expect(trackOf(under.bus.audio(CALL), 0).indexOf(audio)).toBeGreaterThanOrEqual(0);
        expect(await under.bus.next(CALL, 'call.started')).toMatchObject({
          data: { customerNumber: '+4930123', agentId: 'Bob' },
        });
        const joined = under.bus.of(CALL).filter(({ type }) => type === 'participant.joined');
        expect(joined.at(-1)).toMatchObject({
          data: { participant: { role: 'AGENT', name: 'Carol', number: '1002' } },
        });
        expect(under.bus.types(CALL)).toContain('participant.left');
      } finally {
        await under.close();
      }
    },
    90_000,
  );
});
