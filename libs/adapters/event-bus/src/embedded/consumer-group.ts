import type { Clock, Delivery, SubscribeOptions } from '@earshot/ports';
import { assignSticky } from '../shared/sticky-assignment.js';
import { within } from '../shared/wait-at-most.js';
import { KeyLog, type Entry } from './key-log.js';
import { PartitionSlot, type Member } from './partition-owner.js';

/** Messages of one key handed over before other work gets its turn. */
const TURN = 64;
/** How long a handler may finish before its partition counts as lost. */
const FINISH_LIMIT_MS = 5_000;

/** Everything one group has not finished of one topic, spread over its members by partition. */
export class ConsumerGroup {
  private readonly logs = new Map<string, KeyLog>();
  private readonly slots: readonly PartitionSlot[];
  private members: Member[] = [];
  private joins = 0;
  private waiting: (() => void)[] = [];
  private held = 0;

  constructor(
    partitions: number,
    private readonly maxHeld: number,
    private readonly clock: Clock,
  ) {
    this.slots = Array.from({ length: partitions }, (_, partition) => new PartitionSlot(partition, clock));
  }

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
    if (log === undefined) this.logs.set(entry.key, (log = new KeyLog(entry.partition)));
    log.append(entry);
    this.held += 1;
    this.pump(entry.key, log);
  }

  /** The member gets its share of the partitions as soon as those who have them have let go. */
  join(options: SubscribeOptions): Member {
    const member: Member = { id: String((this.joins += 1)), options, closing: false };
    this.members = [...this.members, member];
    this.shareOut();
    return member;
  }

  /** The member takes no more; its unacknowledged messages go to the others, or wait for the next one to join. */
  async leave(member: Member): Promise<void> {
    member.closing = true;
    await Promise.all(this.slots.filter(({ owner }) => owner === member).map((slot) => slot.idle()));
    this.members = this.members.filter((other) => other !== member);
    this.shareOut();
  }

  /** Lets go of everything, also of publishers that wait. */
  clear(): void {
    this.logs.clear();
    this.held = 0;
    for (const resume of this.waiting.splice(0)) resume();
  }

  private shareOut(): void {
    const claims = this.members.map(({ id }) => ({
      id,
      owned: this.slots.filter(({ owner }) => owner?.id === id).map(({ partition }) => partition),
      generation: 0,
    }));
    const shares = claims.length === 0 ? new Map<string, number[]>() : assignSticky([...this.slots.keys()], claims);
    for (const slot of this.slots) {
      slot.heir = this.members.find(({ id }) => shares.get(id)?.includes(slot.partition) === true);
    }
    const changing = this.slots.filter(({ owner, heir, moving }) => owner !== heir && !moving);
    for (const owner of new Set(changing.map((slot) => slot.owner))) {
      void this.move(
        owner,
        changing.filter((slot) => slot.owner === owner),
      );
    }
  }

  /** From one member to whoever shall have them then: nobody handles what the former owner still does. */
  private async move(owner: Member | undefined, slots: readonly PartitionSlot[]): Promise<void> {
    for (const slot of slots) slot.moving = true;
    const idle = Promise.all(slots.map((slot) => slot.idle()));
    if (owner !== undefined) await within(this.clock, FINISH_LIMIT_MS, idle);
    for (const slot of slots) slot.term += 1;
    if (owner?.closing === false) {
      const lost = slots.map(({ partition }) => partition);
      await Promise.resolve()
        .then(() => owner.options.onLost?.(lost))
        .catch(() => undefined);
    }
    await idle;
    for (const slot of slots) {
      slot.moving = false;
      slot.owner = slot.heir;
    }
    const moved = new Set(slots.map(({ partition }) => partition));
    for (const [key, log] of this.logs) {
      if (!moved.has(log.partition)) continue;
      log.rewind();
      this.pump(key, log);
    }
  }

  private pump(key: string, log: KeyLog): void {
    const slot = this.slots[log.partition];
    const member = slot?.taker;
    if (slot === undefined || member === undefined || log.running || log.next() === undefined) return;
    log.running = true;
    const run = this.drain(log, slot, member).finally(() => {
      slot.running.delete(run);
      log.running = false;
      this.release(key, log);
      this.pump(key, log);
    });
    slot.running.add(run);
  }

  private async drain(log: KeyLog, slot: PartitionSlot, member: Member): Promise<void> {
    let turn = 0;
    for (let entry = log.next(); entry !== undefined && slot.taker === member; entry = log.next()) {
      if (!(await this.handOver(entry, log, slot, member))) continue;
      log.advance();
      this.release(entry.key, log);
      turn += 1;
      if (turn % TURN === 0) await new Promise<void>((resolve) => setImmediate(resolve));
    }
  }

  /** False when the handler failed: the same message comes again after a pause. */
  private async handOver(entry: Entry, log: KeyLog, slot: PartitionSlot, member: Member): Promise<boolean> {
    entry.attempts += 1;
    const { term } = slot;
    const acknowledge = () => {
      if (slot.term !== term) return;
      entry.acknowledged = true;
      this.release(entry.key, log);
    };
    const { topic, key, value, partition, attempts: attempt } = entry;
    const delivery: Delivery = { topic, key, value, partition, attempt, acknowledge };
    try {
      await member.options.handle(delivery);
      if (member.options.acknowledge === 'on-return') acknowledge();
      return true;
    } catch {
      if (slot.taker === member) await slot.pauses.after(attempt);
      return false;
    }
  }

  private release(key: string, log: KeyLog): void {
    this.held -= log.compact();
    if (log.length === 0 && !log.running && this.logs.get(key) === log) this.logs.delete(key);
    while (this.waiting.length > 0 && this.held < this.maxHeld) this.waiting.shift()?.();
  }
}
