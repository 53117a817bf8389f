import { Failure, type Clock } from '@earshot/ports';
import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { crashReason } from '../error-text.js';
import type { ListeningReply, ListeningRequest, ListeningSetup } from './listening-protocol.js';
import { WINDOW_SAMPLES } from './speech-windows.js';

/** Loading takes seconds. */
const START_LIMIT_MS = 120_000;
/** A request takes a second at most. A process without an answer for this long is replaced. */
const STUCK_AFTER_MS = 60_000;
/** Speech from this probability on. A lower threshold hears more noise, a higher one loses quiet words. */
const SPEECH_THRESHOLD = 0.4;
const MAX_STDERR_CHARS = 4_000;

export interface ListeningProgram {
  readonly setup: ListeningSetup;
  readonly clock: Clock;
  /** The file that the process runs; tests give another. */
  readonly workerUrl?: URL | undefined;
}

/** A process with its own detector and recogniser. It takes one request at a time. */
export class ListeningProcess {
  private answer: ((reply: ListeningReply) => void) | null = null;
  private refuse: ((error: Failure) => void) | null = null;
  private stderr = '';
  private hasEnded = false;
  /** CPU time that the decoder took for a fixed second of sound when the process started. */
  trialMs = 0;
  private readonly ended: Promise<void>;

  private constructor(
    private readonly child: ChildProcess,
    private readonly clock: Clock,
  ) {
    child.stderr?.on('data', (text: Buffer) => (this.stderr = `${this.stderr}${text}`.slice(-MAX_STDERR_CHARS)));
    child.on('message', (reply: ListeningReply) => this.answer?.(reply));
    this.ended = new Promise((resolve) => {
      const end = () => {
        this.hasEnded = true;
        this.refuse?.(crashed(this.stderr));
        resolve();
      };
      child.on('close', end);
      child.on('error', end);
    });
  }

  /** Resolves when the models are loaded and tried; rejects with retryable `Failure` `SPEECH_ENGINE_CRASHED`. */
  static async start({ setup, clock, workerUrl }: ListeningProgram): Promise<ListeningProcess> {
    const script = workerUrl ?? new URL('./listening.worker.mjs', import.meta.url);
    const detector = {
      threshold: SPEECH_THRESHOLD,
      windowSamples: WINDOW_SAMPLES,
    };
    const child = fork(fileURLToPath(script), [JSON.stringify({ setup, detector })], {
      serialization: 'advanced',
      execArgv: [],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    const started = new ListeningProcess(child, clock);
    const reply = await started.waitForReply(START_LIMIT_MS, () => undefined);
    if (reply.kind === 'ready') started.trialMs = reply.trialMs;
    return started;
  }

  get isAlive(): boolean {
    return !this.hasEnded;
  }

  /** Asks for whether windows are speech, or for the words of an utterance. Rejects when the process ends. */
  request(request: Exclude<ListeningRequest, { kind: 'forget' }>): Promise<ListeningReply> {
    return this.waitForReply(STUCK_AFTER_MS, () => this.send(request));
  }

  /** Forgets the detector of a stream. */
  forget(stream: number): void {
    if (this.isAlive) this.send({ kind: 'forget', stream });
  }

  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.ended;
  }

  private send(request: ListeningRequest): void {
    // The error of a lost process comes with its end.
    this.child.send(request, () => undefined);
  }

  private async waitForReply(limitMs: number, begin: () => void): Promise<ListeningReply> {
    if (this.hasEnded) throw crashed(this.stderr);
    const cancel = this.clock.schedule(limitMs, () => void this.kill());
    try {
      return await new Promise<ListeningReply>((resolve, reject) => {
        this.answer = resolve;
        this.refuse = reject;
        begin();
      });
    } finally {
      cancel();
      this.answer = null;
      this.refuse = null;
    }
  }
}

const crashed = (stderr: string): Failure =>
  new Failure('SPEECH_ENGINE_CRASHED', `a recogniser process ended: ${crashReason(stderr)}`, { retryable: true });
