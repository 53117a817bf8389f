import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { endWithOwner } from '@earshot/testing';

/** A standalone Earshot that can be killed and started again with the same data and ports. */
export class EarshotProcess {
  private child: ChildProcess | null = null;
  private printed = '';

  constructor(
    private readonly args: readonly string[],
    private readonly env: Readonly<Record<string, string>>,
  ) {}

  get isAlive(): boolean {
    return this.child !== null && this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Resolves when it accepts calls. */
  async start(): Promise<void> {
    const child = spawn(process.execPath, [...this.args], {
      env: { ...process.env, NODE_OPTIONS: '', ...this.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child = child;
    const endWatch = child.pid === undefined ? undefined : endWithOwner(child.pid, this.args.at(-1) ?? '');
    child.once('exit', () => endWatch?.());
    let banner = '';
    const ready = new Promise<void>((resolve, reject) => {
      const readOutput = (chunk: Buffer) => {
        this.printed += chunk.toString();
        banner += chunk.toString();
        if (banner.includes('Earshot is running.')) resolve();
      };
      child.stdout.on('data', readOutput);
      child.stderr.on('data', readOutput);
      child.once('exit', (code) => reject(new Error(`Earshot exited with code ${code} before it was ready`)));
    });
    await ready;
  }

  signal(signal: NodeJS.Signals): void {
    if (this.isAlive) this.child?.kill(signal);
  }

  /** Resolves when the process is not alive. */
  async exited(): Promise<void> {
    if (this.child !== null && this.isAlive) await once(this.child, 'exit');
  }

  /** Sends a signal and waits until the process has exited. */
  async end(signal: NodeJS.Signals): Promise<void> {
    const exited = this.exited();
    this.signal(signal);
    await exited;
  }

  output(): string {
    return this.printed;
  }
}
