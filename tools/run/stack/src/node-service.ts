import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { ServiceName } from '@earshot/contracts';
import { Failure } from '@earshot/ports';
import { LineSplitter } from './line-splitter.js';
import { RecentOutput } from './recent-output.js';
import type { ServiceProcess } from './stack.js';

const ROOT = join(import.meta.dirname, '../../../..');
/** Plain JavaScript: Node loads it as it is, from the source folder. */
const END_WITH_PARENT = join(import.meta.dirname, '../src/end-with-parent.mjs');
const READY_LIMIT_MS = 180_000;
const POLL_MS = 100;
/** Longer than a service takes for its own limit. */
const STOP_LIMIT_MS = 45_000;

export interface NodeServiceOptions {
  readonly name: ServiceName;
  readonly index: number;
  readonly healthPort: number;
  readonly env: Readonly<Record<string, string>>;
  readonly preload: readonly string[];
  /** One that ends without being asked to is started again after this pause; left alone unless given. */
  readonly reviveAfterMs?: number | undefined;
  onLine(line: string): void;
}

/** One service as an operating-system process that can be killed, stopped and started again. */
export class NodeService implements ServiceProcess {
  readonly healthUrl: string;
  private child: ChildProcess | undefined;
  private gone: Promise<number | null> = Promise.resolve(null);
  private isWanted = false;
  private readonly recent = new RecentOutput();

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
    return this.gone;
  }

  output(): string {
    return this.recent.text();
  }

  async isReady(): Promise<boolean> {
    try {
      const response = await fetch(`${this.healthUrl}/health/ready`, { signal: AbortSignal.timeout(5_000) });
      return response.ok;
    } catch {
      return false;
    }
  }

  /** Starts the process; `untilReady` waits for it. */
  start(env: Readonly<Record<string, string>> = {}): void {
    const { name, preload } = this.options;
    const imports = [END_WITH_PARENT, ...preload].flatMap((file) => ['--import', file]);
    const child = spawn(
      process.execPath,
      ['--enable-source-maps', ...imports, join(ROOT, 'apps', name, 'dist/main.js')],
      {
        env: { ...process.env, NODE_OPTIONS: '', ...this.options.env, ...env },
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
        // Ctrl-C at a terminal reaches the stack alone, which stops the services in order.
        detached: true,
      },
    );
    this.child = child;
    this.isWanted = true;
    for (const stream of [child.stdout, child.stderr]) {
      const lines = new LineSplitter((line) => this.heard(line));
      stream?.setEncoding('utf8').on('data', (chunk: string) => lines.write(chunk));
      stream?.on('end', () => lines.end());
    }
    this.gone = new Promise((resolve) => {
      child.once('error', () => resolve(null));
      child.once('exit', (code) => resolve(code));
    });
    void this.gone.then(() => this.ended(child, env));
  }

  async untilReady({
    limitMs = READY_LIMIT_MS,
    signal,
  }: { limitMs?: number; signal?: AbortSignal | undefined } = {}): Promise<void> {
    const deadlineMs = Date.now() + limitMs;
    while (!(await this.isReady())) {
      if (!this.isAlive() && this.options.reviveAfterMs === undefined) throw this.notReady('it ended');
      if (signal?.aborted === true) throw new Failure('STACK_STOPPED', 'Stopped while starting.');
      if (Date.now() > deadlineMs) throw this.notReady(`not within ${limitMs / 1_000} s`);
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }

  async stop(): Promise<number | null> {
    this.isWanted = false;
    if (!this.isAlive()) return this.gone;
    this.signal('SIGCONT');
    this.signal('SIGTERM');
    const limit = setTimeout(() => this.signal('SIGKILL'), STOP_LIMIT_MS);
    const code = await this.gone;
    clearTimeout(limit);
    return code;
  }

  async restart(options: { env?: Readonly<Record<string, string>>; waitUntilReady?: boolean } = {}): Promise<void> {
    await this.stop();
    this.start(options.env);
    if (options.waitUntilReady !== false) await this.untilReady();
  }

  private ended(child: ChildProcess, env: Readonly<Record<string, string>>): void {
    if (!this.isWanted || this.child !== child) return;
    this.heard(`ended (${child.signalCode ?? child.exitCode})`);
    if (this.options.reviveAfterMs === undefined) return;
    setTimeout(() => {
      if (this.isWanted && this.child === child) this.start(env);
    }, this.options.reviveAfterMs);
  }

  private heard(line: string): void {
    this.recent.add(line);
    this.options.onLine(line);
  }

  private notReady(why: string): Failure {
    const last = this.output().trimEnd().split('\n').slice(-5).join('\n');
    return new Failure('STACK_SERVICE_NOT_READY', `${this.name}-${this.index} did not become ready (${why}):\n${last}`);
  }
}
