import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { escapeUnprintable } from '@earshot/contracts';
import { formatToolFailure } from '@earshot/ports';
import { toUuid } from './audiohook-protocol.js';
import { needsUuid } from './phone-system-names.js';
import { playCall } from './play-call.js';
import type { PlayProgress, PlayResult } from './play-options.js';
import { ProgressLine, type ProgressTarget } from './progress-line.js';
import type { Arguments } from './read-arguments.js';
import { readCall } from './read-call.js';

/** Plays the calls that the command line asks for. Resolves with the number of calls that failed. */
export async function runCalls(
  args: Arguments,
  out: ProgressTarget,
  errors: ProgressTarget,
  signal: AbortSignal,
): Promise<number> {
  const { file, calls, staggerMs, sendAs, callId = randomUUID(), ...options } = args;
  const call = await readCall(file, sendAs);
  const progress = new ProgressLine(out, calls, () => performance.now());
  if (call.audio.isMono) progress.printLine('mono file: played as the customer; the agent is silent');
  let failed = 0;
  const playOne = async (id: string) => {
    progress.printLine(`call ${id} starts`);
    try {
      const onProgress = (at: PlayProgress) => progress.update(at);
      const result = await playCall({ ...options, ...call, callId: id, signal, onProgress });
      progress.printLine(`call ${id} ${describe(result, args.as !== undefined)}`);
    } catch (error) {
      failed += 1;
      errors.write(`${errors.isTTY ? '\r\u001b[K' : ''}${escapeUnprintable(formatToolFailure(error))}\n`);
    }
  };
  const running: Promise<void>[] = [];
  for (let n = 1; n <= calls && !signal.aborted; n++) {
    if (n > 1 && staggerMs > 0) await sleep(staggerMs);
    const id = calls === 1 ? callId : `${callId}-${n}`;
    running.push(playOne(needsUuid(args.as) ? toUuid(id) : id));
  }
  await Promise.all(running);
  return failed;
}

const seconds = (ms: number) => `${(ms / 1_000).toFixed(1)} s`;

const describeReceived = ({ receivedMs }: PlayResult): string =>
  receivedMs === null ? 'the server never replied' : `the server received ${seconds(receivedMs)}`;

/** Phone systems get no replies. */
function describe(result: PlayResult, isPhoneSystem: boolean): string {
  const notes = [
    `ended, ${seconds(result.sentMs)} sent`,
    ...(isPhoneSystem ? [] : [describeReceived(result)]),
    ...(result.reconnects === 0 ? [] : [`${result.reconnects} reconnects, ${seconds(result.skippedMs)} skipped`]),
    ...(result.serverErrors.length === 0 ? [] : [`errors: ${[...new Set(result.serverErrors)].join(', ')}`]),
  ];
  return notes.join(', ');
}
