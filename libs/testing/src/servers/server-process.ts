import type { ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { endWithOwner } from './end-with-owner.js';

export interface ServerProcessOptions {
  /** Names the server in the error when it does not start. */
  readonly name: string;
  /** Holds the output of all its starts. The command line of the process names its folder. */
  readonly logFile: string;
  /** `stop` kills the process if it has not ended by itself in this time. */
  readonly stopLimitMs: number;
  /** `output` is the open log. */
  spawn(output: number): ChildProcess;
  /** Resolves when the process serves requests, or is gone. */
  ready(child: ChildProcess): Promise<void>;
}

/** A server in a process of its own that can be stopped and started again. It does not outlive this process, even if this process is killed. */
export class ServerProcess {
  private child: ChildProcess | undefined;
  private exited: Promise<void> = Promise.resolve();

  constructor(private readonly options: ServerProcessOptions) {}

  /** The id of the process that runs now, or ran last. */
  get pid(): number {
    return this.child?.pid ?? 0;
  }

  isAlive(): boolean {
    return this.child !== undefined && hasNotEnded(this.child);
  }

  /** Resolves when the server serves requests. Rejects with the end of its log when it ends before that. */
  async start(): Promise<void> {
    if (this.isAlive()) return;
    const { spawn, ready, name, logFile } = this.options;
    const output = openSync(logFile, 'a');
    const child = spawn(output);
    closeSync(output);
    this.child = child;
    const killWithUs = () => void child.kill('SIGKILL');
    process.once('exit', killWithUs);
    const endWatch = child.pid === undefined ? undefined : endWithOwner(child.pid, dirname(logFile));
    this.exited = new Promise((resolve) =>
      child.once('exit', () => {
        process.off('exit', killWithUs);
        endWatch?.();
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

  /** Sends SIGTERM. Resolves when the process is gone. */
  stop(): Promise<void> {
    return this.end('SIGTERM');
  }

  /** Sends SIGKILL. Resolves when the process is gone. */
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
