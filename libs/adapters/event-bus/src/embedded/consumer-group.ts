import type { Clock, Delivery, SubscribeOptions } from '@earshot/ports';
import { KeyLog, type Entry } from './key-log.js';

export interface Member {
  readonly options: SubscribeOptions;
  closing: boolean;
  /** Handlers under way; close waits for them. */
  readonly active: Set<Promise<void>>;
}

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 5_000;
/** Messages of one key handed over before other work gets its turn. */
const TURN = 64;

/** Everything one group has not finished of one topic, spread over its members by partition. */
export class ConsumerGroup {
  private readonly logs = new Map<string, KeyLog>();
  private members: Member[] = [];
  private waiting: (() => void)[] = [];
  private held = 0;

  constructor(
    private readonly maxHeld: number,
    private readonly clock: Clock,
  ) {}

  get size(): number {
    return this.held;
  }

  /** Messages that are still to be handed over, or being handled. */
  get pending(): number {
    let pending = 0;
    for (const log of this.logs.values()) pending += log.pending + (log.running ? 1 : 0);
    return pending;
  }

  /** Resolves at once while there is room, else when there is again. */
  room(): Promise<void> | undefined {
    if (this.held < this.maxHeld) return undefined;
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  append(entry: Entry): void {
    let log = this.logs.get(entry.key);
    if (log === undefined) this.logs.set(entry.key, (log = new KeyLog()));
    log.append(entry);
    this.held += 1;
    this.pump(entry.key, log);
  }

  join(options: SubscribeOptions): Member {
    const member: Member = { options, closing: false, active: new Set() };
    this.members = [...this.members, member];
    this.pumpAll();
    return member;
  }

  /** The member takes no more; its unacknowledged messages go to the others, or wait for the next one to join. */
  async leave(member: Member): Promise<void> {
    member.closing = true;
    await Promise.allSettled(member.active);
    this.members = this.members.filter((other) => other !== member);
    for (const log of this.logs.values()) if (!log.running) log.rewind();
    this.pumpAll();
  }

  /** Lets go of everything, also of publishers that wait. */
  clear(): void {
    this.logs.clear();
    this.held = 0;
    for (const resume of this.waiting.splice(0)) resume();
  }

  private pumpAll(): void {
    for (const [key, log] of this.logs) this.pump(key, log);
  }

  private pump(key: string, log: KeyLog): void {
    const first = log.next();
    if (log.running || first === undefined) return;
    const member = this.members[first.partition % Math.max(1, this.members.length)];
    if (member === undefined || member.closing) return;
    log.running = true;
    const run = this.drain(log, member).finally(() => {
      member.active.delete(run);
      log.running = false;
      this.release(key, log);
      if (member.closing) log.rewind();
      else this.pump(key, log);
    });
    member.active.add(run);
  }

  private async drain(log: KeyLog, member: Member): Promise<void> {
    let turn = 0;
    for (let entry = log.next(); entry !== undefined && !member.closing; entry = log.next()) {
      if (!(await this.handOver(entry, log, member))) continue;
      log.advance();
      this.release(entry.key, log);
      turn += 1;
      if (turn % TURN === 0) await new Promise<void>((resolve) => setImmediate(resolve));
    }
  }

  /** False when the handler failed: the same message comes again after a pause. */
  private async handOver(entry: Entry, log: KeyLog, member: Member): Promise<boolean> {
    entry.attempts += 1;
    const delivery: Delivery = {
      topic: entry.topic,
      key: entry.key,
      value: entry.value,
      partition: entry.partition,
      attempt: entry.attempts,
      acknowledge: () => {
        entry.acknowledged = true;
        this.release(entry.key, log);
      },
    };
    try {
      await member.options.handle(delivery);
      if (member.options.acknowledge === 'on-return') entry.acknowledged = true;
      return true;
    } catch {
      const pauseMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (entry.attempts - 1));
      await new Promise<void>((resolve) => this.clock.schedule(pauseMs, resolve));
      return false;
    }
  }

  private release(key: string, log: KeyLog): void {
    this.held -= log.compact();
    if (log.length === 0 && !log.running && this.logs.get(key) === log) this.logs.delete(key);
    while (this.waiting.length > 0 && this.held < this.maxHeld) this.waiting.shift()?.();
  }
}
