import { pause, type Clock } from '@earshot/ports';

/** The engine of a call that starts now. */
export interface SpeechNow {
  readonly engine: string | null;
  /** One line for people. */
  readonly reason: string;
  /** Its model is on the way. */
  readonly isComing: boolean;
}

export interface RecognizerWait {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readSpeech(): SpeechNow;
  print(line: string): void;
}

const POLL_MS = 500;
/** The model has 79 MB. Whoever starts the demo does not wait longer for the first call. */
const LONGEST_WAIT_MS = 120_000;

/**
 * Finds out what the sample calls can be transcribed with, and prints it. Waits for a model that is on the way. Resolves with
 * undefined where an engine recognises speech, so that the server chooses it, and else with `scripted`.
 */
export async function waitForRecognizer({
  readSpeech,
  clock,
  signal,
  print,
}: RecognizerWait): Promise<string | undefined> {
  const startedMs = clock.nowMs();
  let speech = readSpeech();
  if (speech.engine === null && speech.isComing)
    print('  … fetching the speech model; the sample calls start when it is here');
  while (speech.engine === null && speech.isComing && clock.nowMs() - startedMs < LONGEST_WAIT_MS && !signal.aborted) {
    await pause(clock, POLL_MS, signal);
    speech = readSpeech();
  }
  if (signal.aborted) return undefined;
  if (speech.engine !== null && !speech.engine.startsWith('scripted')) {
    print(`  The sample calls are recognised by ${speech.engine}.`);
    return undefined;
  }
  print('  The sample calls show the words of their scripts, not speech recognition:');
  print(`  ${speech.reason}`);
  return 'scripted';
}
