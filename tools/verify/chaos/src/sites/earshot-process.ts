import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** Earshot in one process, which can be killed and started again on the same data and ports. */
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

  /** Resolves when it takes calls. */
  async start(): Promise<void> {
    const child = spawn(process.execPath, [...this.args], {
      env: { ...process.env, NODE_OPTIONS: '', ...this.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child = child;
    let banner = '';
    const ready = new Promise<void>((resolve, reject) => {
      const hear = (chunk: Buffer) => {
        this.printed += chunk.toString();
        banner += chunk.toString();
        if (banner.includes('Earshot is running.')) resolve();
      };
      child.stdout.on('data', hear);
      child.stderr.on('data', hear);
      child.once('exit', (code) => reject(new Error(`Earshot ended with ${code} at its start`)));
    });
    await ready;
  }

  /** Sends it a signal, whatever it does with it. */
  signal(signal: NodeJS.Signals): void {
    if (this.isAlive) this.child?.kill(signal);
  }

  /** Sends it a signal and waits for its end. */
  async end(signal: NodeJS.Signals): Promise<void> {
    if (this.child === null || !this.isAlive) return;
    const gone = once(this.child, 'exit');
    this.child.kill(signal);
    await gone;
  }

  output(): string {
    return this.printed;
  }
}
