import type { ServerResponse } from 'node:http';
import { writeFragment, type WrittenFragment } from '@earshot/media/kvs';

interface StoredFragment {
  readonly number: bigint;
  readonly serverAtMs: number;
  readonly bytes: Uint8Array;
}

/** What a session asked for, as `GetMedia` names it. */
export interface StartSelector {
  readonly StartSelectorType: string;
  readonly AfterFragmentNumber?: string;
  readonly StartTimestamp?: number;
}

interface Session {
  readonly response: ServerResponse;
  nextIndex: number;
  leftBytes: number;
}

/** A stream of Kinesis Video Streams in memory. Its sessions stay open, and get each fragment as it is added. */
export class TestVideoStream {
  readonly arn: string;
  /** Every request so far. */
  readonly sessions: StartSelector[] = [];
  private readonly fragments: StoredFragment[] = [];
  private readonly open = new Set<Session>();
  private cutAfterBytes = Infinity;
  private refusals: number[] = [];
  private arrivals: { readonly count: number; readonly resolve: () => void }[] = [];

  constructor(name: string) {
    this.arn = `arn:aws:kinesisvideo:eu-central-1:111122223333:stream/${name}/1700000000000`;
  }

  add(fragment: WrittenFragment): void {
    const stored = {
      number: BigInt(fragment.number),
      serverAtMs: fragment.producerAtMs,
      bytes: writeFragment(fragment),
    };
    this.addBytes(stored);
  }

  /** Adds bytes that are no fragment. */
  addGarbage(bytes: Uint8Array): void {
    this.addBytes({ number: -1n, serverAtMs: 0, bytes });
  }

  /** Ends the open sessions without an error, as the service does after some forty minutes. */
  endSessions(): void {
    for (const { response } of this.open) response.end();
    this.open.clear();
  }

  /** Breaks the open sessions. */
  breakSessions(): void {
    for (const { response } of this.open) response.destroy();
    this.open.clear();
  }

  /** The next session breaks after this many bytes. */
  cutNext(bytes: number): void {
    this.cutAfterBytes = bytes;
  }

  /** The next requests are refused with these HTTP statuses. */
  refuseNext(...statuses: number[]): void {
    this.refusals.push(...statuses);
  }

  takeRefusal(): number | undefined {
    return this.refusals.shift();
  }

  /** Resolves when this many sessions were asked for. */
  async untilSessions(count: number): Promise<void> {
    if (this.sessions.length >= count) return;
    await new Promise<void>((resolve) => this.arrivals.push({ count, resolve }));
  }

  serve(selector: StartSelector, response: ServerResponse): void {
    const session = { response, nextIndex: this.findStart(selector), leftBytes: this.cutAfterBytes };
    this.cutAfterBytes = Infinity;
    response.writeHead(200, { 'content-type': 'video/webm' });
    response.flushHeaders();
    this.open.add(session);
    response.once('close', () => this.open.delete(session));
    this.feed(session);
    this.sessions.push(selector);
    for (const { count, resolve } of this.arrivals) if (this.sessions.length >= count) resolve();
  }

  private addBytes(fragment: StoredFragment): void {
    this.fragments.push(fragment);
    for (const session of this.open) this.feed(session);
  }

  private findStart({ StartSelectorType: type, AfterFragmentNumber, StartTimestamp = 0 }: StartSelector): number {
    if (type === 'NOW') return this.fragments.length;
    const after = AfterFragmentNumber === undefined ? undefined : BigInt(AfterFragmentNumber);
    const index = this.fragments.findIndex(({ number, serverAtMs }) =>
      after === undefined ? serverAtMs >= StartTimestamp * 1_000 : number > after,
    );
    return index < 0 ? this.fragments.length : index;
  }

  private feed(session: Session): void {
    for (; session.nextIndex < this.fragments.length; session.nextIndex += 1) {
      const bytes = this.fragments[session.nextIndex]?.bytes ?? new Uint8Array(0);
      if (bytes.length > session.leftBytes) {
        session.response.write(bytes.subarray(0, session.leftBytes), () => session.response.destroy());
        this.open.delete(session);
        return;
      }
      session.leftBytes -= bytes.length;
      session.response.write(bytes);
    }
  }
}
