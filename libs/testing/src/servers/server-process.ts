import type { ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';

export interface ServerProcessOptions {
  /** As it is called where it did not start. */
  readonly name: string;
  /** What it prints, of all its starts. */
  readonly logFile: string;
  /** It is killed when it has not stopped in good order by then. */
  readonly stopLimitMs: number;
  /** `output` is the open log. */
  spawn(output: number): ChildProcess;
  /** Resolves when the process serves requests, or is gone. */
  ready(child: ChildProcess): Promise<void>;
}

/** A server that is a process of its own, to be taken away and given back; it does not outlive this process. */
export class ServerProcess {
  private child: ChildProcess | undefined;
  private exited: Promise<void> = Promise.resolve();

  constructor(private readonly options: ServerProcessOptions) {}

  /** Of the process that runs now, or ran last. */
  get pid(): number {
    return this.child?.pid ?? 0;
  }

  isAlive(): boolean {
    return this.child !== undefined && hasNotEnded(this.child);
  }

  /** Resolves when it serves requests; rejects with the end of its log when it ends before. */
  async start(): Promise<void> {
    if (this.isAlive()) return;
    const { spawn, ready, name, logFile } = this.options;
    const output = openSync(logFile, 'a');
    const child = spawn(output);
    closeSync(output);
    this.child = child;
    const killWithUs = () => void child.kill('SIGKILL');
    process.once('exit', killWithUs);
    this.exited = new Promise((resolve) =>
      child.once('exit', () => {
        process.off('exit', killWithUs);
        resolve();
      }),
    );
    const failed = () => new Error(`${name} did not start:\n${readFileSync(logFile, 'utf8').slice(-2_000)}`);
    await Promise.race([
      ready(child),
      this.exited.then(() => {
        throw failed();
      }),
    ]);
    if (!this.isAlive()) throw failed();
  }

  /** In good order. */
  stop(): Promise<void> {
    return this.end('SIGTERM');
  }

  /** Resolves when the process is gone. */
  kill(): Promise<void> {
    return this.end('SIGKILL');
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    if (!this.isAlive()) return;
    this.child?.kill(signal);
    const timer = setTimeout(() => this.child?.kill('SIGKILL'), this.options.stopLimitMs);
    await this.exited;
    clearTimeout(timer);
  }
}

export const hasNotEnded = ({ exitCode, signalCode }: ChildProcess): boolean =>
  exitCode === null && signalCode === null;
