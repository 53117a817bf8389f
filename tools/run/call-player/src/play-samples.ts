import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { playCall } from './play-call.js';
import { readCall } from './read-call.js';

export interface PlaySamplesOptions {
  /** Contains `*.wav`. The server has the words of each in its `scripts/<name>.json`. */
  readonly directory: string;
  readonly url: string;
  /** The access key of a source, for a server that asks for one. */
  readonly key?: string | undefined;
  /** The engine that the calls ask for. `scripted` says the words of their scripts. Without it, the server chooses. */
  readonly engine?: string | undefined;
  readonly signal: AbortSignal;
  print(line: string): void;
}

const PAUSE_BETWEEN_MS = 4_000;
const agents = ['maria.lopez', 'james.carter', 'aisha.khan', 'ben.walker'];

/** Plays every sample call in real time, a few seconds apart. Resolves when all have ended. */
export async function playSamples(options: PlaySamplesOptions): Promise<void> {
  const { directory, url, key, engine, signal, print } = options;
  const names = (await readdir(directory))
    .filter((name) => name.endsWith('.wav'))
    .map((name) => basename(name, '.wav'))
    .sort();
  await Promise.all(
    names.map(async (name, index) => {
      const { audio, ...call } = await readCall(join(directory, `${name}.wav`));
      await sleep(index * PAUSE_BETWEEN_MS, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      const callId = `${name}-${Date.now().toString(36)}`;
      print(`  ▶ ${name} (${Math.round(audio.durationMs / 1_000)} s) as ${callId}`);
      await playCall({
        audio,
        ...call,
        url,
        key,
        callId,
        engine,
        script: engine === 'scripted' ? name : undefined,
        agentId: agents[index % agents.length] ?? 'agent',
        fromNumber: `+1206555010${index}`,
        toNumber: '+18005550199',
        signal,
      });
      if (!signal.aborted) print(`  ■ ${name} has ended`);
    }),
  );
}
