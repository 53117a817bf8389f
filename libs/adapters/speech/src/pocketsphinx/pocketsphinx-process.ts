import { Failure, type Clock } from '@earshot/ports';
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { open, rm, unlink, writeFile, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { addNoiseFloor } from './add-noise-floor.js';
import { makeSpanDirectory } from './span-directory.js';
import { SAMPLE_RATE_HZ } from './utterance-segmenter.js';

/** Time limit for loading the model on a busy machine; decoding adds five times the span's length. */
const DECODE_LIMIT_MS = 60_000;
/** A program that logs more lines than this for one span is not the one we know. */
const MAX_LINES = 20_000;

export interface PocketsphinxProgram {
  readonly command: string;
  /** Directory with `en-us/`, `en-us.lm.bin` and `cmudict-en-us.dict`. */
  readonly modelDir: string;
  /** Spans are kept here while they are decoded, in one directory per process. */
  readonly spanParent: string;
  readonly clock: Clock;
}

interface Job {
  readonly name: string;
  readonly lines: string[];
  resolve(lines: string[]): void;
  reject(error: Error): void;
}

/**
 * One `pocketsphinx_batch` that keeps its model loaded. It reads names of spans from a FIFO as its control file (Node's pipes
 * are sockets, which have no path) and writes words to its log, which it does not buffer.
 */
export class PocketsphinxProcess {
  private job: Job | null = null;
  private failure: Failure | null = null;
  private readonly gone: Promise<void>;
  private released: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly program: PocketsphinxProgram,
    private readonly child: ChildProcess,
    private readonly spanDir: string,
    private readonly control: FileHandle,
  ) {
    this.gone = new Promise((resolve) => {
      child.on('error', (cause) => resolve(this.fail('it cannot be started', cause)));
      child.on('exit', (code, signal) => resolve(this.fail(`it ended with ${signal ?? code}`)));
    });
    if (child.stderr !== null) createInterface(child.stderr).on('line', (line) => this.readLogLine(line));
  }

  /** Starts the program. The first `decode` shows whether it works. */
  static async start(program: PocketsphinxProgram): Promise<PocketsphinxProcess> {
    const spanDir = await makeSpanDirectory(program.spanParent);
    const path = join(spanDir, 'control');
    await promisify(execFile)('mkfifo', ['-m', '600', path]);
    // Opening a FIFO for writing alone waits for a reader, so open it for both. The program ends with this process.
    const control = await open(path, 'r+');
    const child = spawn(program.command, argumentsFor(program.modelDir, spanDir, path), {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    return new PocketsphinxProcess(program, child, spanDir, control);
  }

  get isAlive(): boolean {
    return this.failure === null;
  }

  /** Log lines of one decoded span, one span at a time. Rejects with `Failure` `SPEECH_ENGINE_CRASHED` if the process is lost. */
  async decode(name: string, samples: Int16Array): Promise<string[]> {
    if (this.failure !== null) throw this.failure;
    const path = join(this.spanDir, `${name}.raw`);
    await writeFile(path, new Uint8Array(addNoiseFloor(samples).buffer), { mode: 0o600 });
    const cancel = this.program.clock.schedule(DECODE_LIMIT_MS + (samples.length / SAMPLE_RATE_HZ) * 5_000, () => {
      this.fail('it took too long');
      void this.kill();
    });
    try {
      return await new Promise<string[]>((resolve, reject) => {
        if (this.failure !== null) return reject(this.failure);
        this.job = { name, lines: [], resolve, reject };
        this.control.write(`${name}\n`).catch((cause: unknown) => this.fail('it takes no work', cause));
      });
    } finally {
      cancel();
      await unlink(path).catch(() => undefined);
    }
  }

  /** Ends the program at once and removes its files. Idempotent. */
  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    this.fail('it was ended');
    await Promise.all([this.gone, this.released]);
  }

  private readLogLine(line: string): void {
    const { job } = this;
    if (job === null) return;
    job.lines.push(line);
    const lost = line.includes(`Failed to open ${join(this.spanDir, job.name)}`) || job.lines.length > MAX_LINES;
    if (lost) this.fail('it did not decode a span');
    if (!line.startsWith(`${job.name} done `)) return;
    this.job = null;
    job.resolve(job.lines);
  }

  private fail(what: string, cause?: unknown): void {
    if (this.failure !== null) return;
    this.failure = new Failure('SPEECH_ENGINE_CRASHED', `${this.program.command}: ${what}`, { retryable: true, cause });
    this.job?.reject(this.failure);
    this.job = null;
    this.released = Promise.allSettled([this.control.close(), rm(this.spanDir, { recursive: true, force: true })]);
  }
}

function argumentsFor(modelDir: string, spanDir: string, control: string): string[] {
  return Object.entries({
    hmm: join(modelDir, 'en-us'),
    lm: join(modelDir, 'en-us.lm.bin'),
    dict: join(modelDir, 'cmudict-en-us.dict'),
    ctl: control,
    adcin: 'yes',
    cepdir: spanDir,
    cepext: '.raw',
    cmn: 'batch',
    // Removed frames would shift the times of all later words.
    remove_silence: 'no',
    // Needs less than half the time of the defaults and recognises as many words of our samples.
    maxhmmpf: '3000',
    fwdflat: 'no',
    backtrace: 'yes',
  }).flatMap(([name, value]) => [`-${name}`, value]);
}
