import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { ServiceName } from '@earshot/contracts';
import { Failure } from '@earshot/ports';
import { endWithOwner } from '@earshot/testing';
import { LineSplitter } from './line-splitter.js';
import { RecentOutput } from './recent-output.js';
import type { ServiceProcess } from './stack.js';

const ROOT = join(import.meta.dirname, '../../../..');
const READY_LIMIT_MS = 180_000;
const POLL_MS = 100;
/** Longer than the default of EARSHOT_STOP_LIMIT_MS, within which a service stops itself. */
const STOP_LIMIT_MS = 45_000;

export interface NodeServiceOptions {
  readonly name: ServiceName;
  readonly index: number;
  readonly healthPort: number;
  readonly env: Readonly<Record<string, string>>;
  readonly preload: readonly string[];
  /** Pause before the service is restarted after an unexpected end. Undefined: it is not restarted. */
  readonly restartAfterMs?: number | undefined;
  onLine(line: string): void;
}

/** One service as an operating-system process that can be killed, stopped and restarted. */
export class NodeService implements ServiceProcess {
  readonly healthUrl: string;
  private child: ChildProcess | undefined;
  private exit: Promise<number | null> = Promise.resolve(null);
  private shouldRun = false;
  private readonly recentOutput = new RecentOutput();

  constructor(private readonly options: NodeServiceOptions) {
    this.healthUrl = `http://127.0.0.1:${options.healthPort}`;
  }

  get name(): ServiceName {
    return this.options.name;
  }

  get index(): number {
    return this.options.index;
  }

  get pid(): number {
    return this.child?.pid ?? 0;
  }

  isAlive(): boolean {
    return this.child !== undefined && this.child.exitCode === null && this.child.signalCode === null;
  }

  signal(signal: NodeJS.Signals): void {
    if (this.isAlive()) this.child?.kill(signal);
  }

  exited(): Promise<number | null> {
    return this.exit;
  }

  output(): string {
    return this.recentOutput.text();
  }

  async isReady(): Promise<boolean> {
    try {
      const response = await fetch(`${this.healthUrl}/health/ready`, { signal: AbortSignal.timeout(5_000) });
      return response.ok;
    } catch {
      return false;
    }
  }

  /** Starts the process and returns at once; `waitUntilReady` waits for it. */
  start(env: Readonly<Record<string, string>> = {}): void {
    const { name, preload } = this.options;
    const imports = preload.flatMap((file) => ['--import', file]);
    const main = join(ROOT, 'apps', name, 'dist/main.js');
    const child = spawn(process.execPath, ['--enable-source-maps', ...imports, main], {
      env: { ...process.env, NODE_OPTIONS: '', ...this.options.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      // Ctrl-C at a terminal then reaches only the stack, which stops the services in order.
      detached: true,
    });
    this.child = child;
    this.shouldRun = true;
    for (const stream of [child.stdout, child.stderr]) {
      const lines = new LineSplitter((line) => this.addLine(line));
      stream?.setEncoding('utf8').on('data', (chunk: string) => lines.write(chunk));
      stream?.on('end', () => lines.end());
    }
    this.exit = new Promise((resolve) => {
      child.once('error', () => resolve(null));
      child.once('exit', (code) => resolve(code));
    });
    const endWatch = child.pid === undefined ? undefined : endWithOwner(child.pid, main);
    void this.exit.then(() => {
      endWatch?.();
      this.handleExit(child, env);
    });
  }

  async waitUntilReady({
    limitMs = READY_LIMIT_MS,
    signal,
  }: { limitMs?: number; signal?: AbortSignal | undefined } = {}): Promise<void> {
    const deadlineMs = Date.now() + limitMs;
    while (!(await this.isReady())) {
      if (!this.isAlive() && this.options.restartAfterMs === undefined) throw this.notReadyFailure('it ended');
      if (signal?.aborted === true) throw new Failure('STACK_STOPPED', 'Stopped while starting.');
      if (Date.now() > deadlineMs) throw this.notReadyFailure(`it took longer than ${limitMs / 1_000} s`);
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }

  async stop(): Promise<number | null> {
    this.shouldRun = false;
    if (!this.isAlive()) return this.exit;
    this.signal('SIGCONT');
    this.signal('SIGTERM');
    const limit = setTimeout(() => this.signal('SIGKILL'), STOP_LIMIT_MS);
    const code = await this.exit;
    clearTimeout(limit);
    return code;
  }

  async restart(options: { env?: Readonly<Record<string, string>>; waitUntilReady?: boolean } = {}): Promise<void> {
    await this.stop();
    this.start(options.env);
    if (options.waitUntilReady !== false) await this.waitUntilReady();
  }

  private handleExit(child: ChildProcess, env: Readonly<Record<string, string>>): void {
    if (!this.shouldRun || this.child !== child) return;
    this.addLine(`ended (${child.signalCode ?? child.exitCode})`);
    if (this.options.restartAfterMs === undefined) return;
    setTimeout(() => {
      if (this.shouldRun && this.child === child) this.start(env);
    }, this.options.restartAfterMs);
  }

  private addLine(line: string): void {
    this.recentOutput.add(line);
    this.options.onLine(line);
  }

  private notReadyFailure(reason: string): Failure {
    const last = this.output().trimEnd().split('\n').slice(-5).join('\n');
    return new Failure(
      'STACK_SERVICE_NOT_READY',
      `${this.name}-${this.index} did not become ready (${reason}):\n${last}`,
    );
  }
}
