import { escapeUnprintable } from '@earshot/contracts';
import type { PlayProgress } from './play-options.js';

const REDRAW_EVERY_MS = 200;
const LINE_EVERY_MS = 5_000;

/** Where progress is written. A terminal gets one line that changes; anything else gets a line every five seconds. */
export interface ProgressTarget {
  readonly isTTY: boolean;
  write(text: string): void;
}

/** Shows how far the calls have played. */
export class ProgressLine {
  private readonly calls = new Map<string, PlayProgress>();
  private writtenAtMs = -Infinity;

  constructor(
    private readonly target: ProgressTarget,
    private readonly expected: number,
    private readonly nowMs: () => number,
  ) {}

  update(progress: PlayProgress): void {
    const before = this.calls.get(progress.callId)?.state;
    this.calls.set(progress.callId, progress);
    if (before !== progress.state && progress.state === 'reconnecting')
      this.printLine(`call ${progress.callId}: connection lost, reconnecting`);
    const everyMs = this.target.isTTY ? REDRAW_EVERY_MS : LINE_EVERY_MS;
    if (this.nowMs() - this.writtenAtMs < everyMs) return;
    this.writtenAtMs = this.nowMs();
    this.target.write(this.target.isTTY ? `\r\u001b[K${this.summary()}` : `${this.summary()}\n`);
  }

  /** Prints a line that stays. The id of a call and the answers of a server are text of others. */
  printLine(text: string): void {
    this.target.write(`${this.target.isTTY ? '\r\u001b[K' : ''}${escapeUnprintable(text)}\n`);
  }

  private summary(): string {
    const all = [...this.calls.values()];
    const furthest = all.reduce((best, call) => (call.positionMs > best.positionMs ? call : best));
    const ended = all.filter((call) => call.state === 'ended').length;
    const reconnecting = all.filter((call) => call.state === 'reconnecting').length;
    const note = reconnecting === 0 ? '' : `  (${reconnecting} reconnecting)`;
    const calls = this.expected === 1 ? 'call' : `${all.length - ended} of ${this.expected} calls`;
    return `playing ${calls}  ${clock(furthest.positionMs)} / ${clock(furthest.durationMs)}${note}`;
  }
}

const clock = (ms: number): string => {
  const seconds = Math.floor(ms / 1_000);
  return `${String(Math.floor(seconds / 60)).padStart(2, '0')}:${String(seconds % 60).padStart(2, '0')}`;
};
