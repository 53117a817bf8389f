import { topics, type TopicName } from '@earshot/contracts';
import { Failure, type Clock, type FileCipher } from '@earshot/ports';
import { JournalFiles } from './journal-files.js';
import { encodeRecord, type FinishedMessages, type KeptMessage } from './journal-record.js';

export interface MessageJournalOptions {
  /** Belongs to this process alone. */
  readonly directory: string;
  readonly clock: Clock;
  /** Seals the messages in the files. Without it they are readable. */
  readonly cipher?: FileCipher | undefined;
  /** Called when messages could not be written or opened: they die with the process. */
  readonly onFailure: (error: unknown) => void;
}

/** A message that some group has not finished. */
interface LiveMessage {
  readonly message: KeptMessage;
  readonly unfinished: Set<string>;
}

/** From this size on, files of which most is finished are replaced at once. */
const REPLACE_FROM_BYTES = 16 * 1_024 * 1_024;
/** The part of the files that live messages must have. It bounds the files to four times the live messages. */
const LEAST_LIVE_PART = 0.25;
/** How long audio that every group finished stays in the files while few messages are live. */
const SWEEP_EVERY_MS = 10_000;
const SWEEP_UP_TO_BYTES = 1_024 * 1_024;
const HOUR_MS = 3_600_000;

/**
 * Keeps messages on disk until every group finished them, so that the next process continues where this one died. Messages
 * of one moment are written together. A group may get a message again that it finished just before the process died.
 */
export class MessageJournal {
  private readonly live = new Map<number, LiveMessage>();
  private liveBytes = 0;
  private lastSequence = 0;
  private unwritten: KeptMessage[] = [];
  private unwrittenFinished = new Map<string, number[]>();
  private isReplacementDue = false;
  /** The last write failed. */
  private isTorn = false;
  /** The files hold finished messages. */
  private hasFinished = false;
  private waiting: (() => void)[] = [];
  private writing: Promise<void> | null = null;
  private cancelSweep: () => void = () => {};
  private readonly files: JournalFiles;

  /** Reads what an earlier process left. Throws if the directory cannot be read. */
  constructor(private readonly options: MessageJournalOptions) {
    this.files = new JournalFiles(options.directory);
    this.restore();
    this.scheduleSweep();
  }

  /** The messages that a group did not finish in an earlier process, in their order. */
  unfinishedMessages(topic: TopicName, group: string): readonly KeptMessage[] {
    return [...this.live.values()]
      .filter(({ message, unfinished }) => message.topic === topic && unfinished.has(group))
      .map(({ message }) => message);
  }

  /** Returns the sequence of the message. `whenWritten` says when the message outlives this process. */
  keep(message: Omit<KeptMessage, 'sequence' | 'atMs'>): number {
    const kept = { ...message, sequence: (this.lastSequence += 1), atMs: this.options.clock.nowMs() };
    this.addLive(kept);
    this.unwritten.push(kept);
    this.writeSoon();
    return kept.sequence;
  }

  /** Resolves when everything kept by now is written, or could not be written. */
  async whenWritten(): Promise<void> {
    if (this.unwritten.length === 0 && this.writing === null) return;
    await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  /** The group needs the message no more. */
  finish(sequence: number, group: string): void {
    const kept = this.live.get(sequence);
    if (kept?.unfinished.delete(group) !== true) return;
    if (kept.unfinished.size === 0) this.removeLive(kept);
    this.hasFinished = true;
    const finished = this.unwrittenFinished.get(group);
    if (finished === undefined) this.unwrittenFinished.set(group, [sequence]);
    else finished.push(sequence);
    this.writeSoon();
  }

  /** Leaves no file if every message is finished. */
  async close(): Promise<void> {
    this.cancelSweep();
    this.isReplacementDue ||= this.live.size === 0 && this.files.bytes > 0;
    this.writeSoon();
    await this.writing;
    await this.files.close();
  }

  private restore(): void {
    const oldestMs = ({ topic }: KeptMessage) =>
      this.options.clock.nowMs() - (topics[topic]?.retentionHours ?? 0) * HOUR_MS;
    for (const record of this.files.readAll()) {
      if ('finished' in record) for (const sequence of record.finished) this.forget(sequence, record.group);
      // A message is there twice if the process died while it replaced its files.
      else if (record.atMs >= oldestMs(record)) this.restoreMessage(record);
      if ('sequence' in record) this.lastSequence = Math.max(this.lastSequence, record.sequence);
    }
    this.isReplacementDue = this.files.bytes > 0;
  }

  private restoreMessage({ isSealed, ...message }: KeptMessage): void {
    if (isSealed !== true) return this.addLive(message);
    const value = this.options.cipher?.open(message.value, bindTo(message)) ?? null;
    if (value !== null) return this.addLive({ ...message, value });
    this.options.onFailure(new Failure('SEALED_DAMAGED', 'A message of an earlier process cannot be opened.'));
  }

  private encode(record: KeptMessage | FinishedMessages): Buffer {
    const { cipher } = this.options;
    if (cipher === undefined || 'finished' in record) return encodeRecord(record);
    return encodeRecord({ ...record, value: cipher.seal(record.value, bindTo(record)), isSealed: true });
  }

  private forget(sequence: number, group: string): void {
    const kept = this.live.get(sequence);
    kept?.unfinished.delete(group);
    if (kept?.unfinished.size === 0) this.removeLive(kept);
  }

  private addLive(message: KeptMessage): void {
    if (this.live.has(message.sequence)) return;
    this.live.set(message.sequence, { message, unfinished: new Set(message.groups) });
    this.liveBytes += message.value.length;
  }

  private removeLive({ message }: LiveMessage): void {
    this.live.delete(message.sequence);
    this.liveBytes -= message.value.length;
  }

  private writeSoon(): void {
    this.writing ??= this.writeAll();
  }

  private async writeAll(): Promise<void> {
    // Messages of the same moment belong in one write.
    await new Promise<void>((resolve) => setImmediate(resolve));
    while (this.unwritten.length > 0 || this.unwrittenFinished.size > 0 || this.isReplacementDue) {
      const waiting = this.waiting.splice(0);
      await this.writeBatch();
      for (const resolve of waiting) resolve();
    }
    for (const resolve of this.waiting.splice(0)) resolve();
    // No await since the loop ended: the next message starts the next run.
    this.writing = null;
  }

  private async writeBatch(): Promise<void> {
    const messages = this.unwritten.splice(0);
    const finished = this.unwrittenFinished;
    this.unwrittenFinished = new Map();
    try {
      if (this.mustReplace) await this.replaceFiles();
      else {
        const records = [...messages, ...[...finished].map(([group, sequences]) => ({ group, finished: sequences }))];
        await this.files.append(Buffer.concat(records.map((record) => this.encode(record))));
      }
    } catch (error) {
      this.dropMessages(messages);
      this.options.onFailure(error);
    }
  }

  private async replaceFiles(): Promise<void> {
    this.isReplacementDue = false;
    this.hasFinished = false;
    await this.files.replaceAll(this.encodeLive());
    this.isTorn = false;
  }

  /** The messages die with the process. The next write replaces the files, because their last record may not be whole. */
  private dropMessages(messages: readonly KeptMessage[]): void {
    for (const { sequence } of messages) {
      const kept = this.live.get(sequence);
      if (kept !== undefined) this.removeLive(kept);
    }
    this.isTorn = true;
  }

  private get mustReplace(): boolean {
    const { bytes } = this.files;
    return (
      this.isReplacementDue || this.isTorn || (bytes >= REPLACE_FROM_BYTES && this.liveBytes < bytes * LEAST_LIVE_PART)
    );
  }

  private encodeLive(): Buffer {
    const records = [...this.live.values()].map(({ message, unfinished }) =>
      this.encode({ ...message, groups: [...unfinished] }),
    );
    return Buffer.concat(records);
  }

  private scheduleSweep(): void {
    this.cancelSweep = this.options.clock.schedule(SWEEP_EVERY_MS, () => {
      if (this.hasFinished && this.liveBytes <= SWEEP_UP_TO_BYTES) {
        this.isReplacementDue = true;
        this.writeSoon();
      }
      this.scheduleSweep();
    });
  }
}

/** A sealed message opens only as the one that it was. */
const bindTo = ({ topic, key, sequence }: KeptMessage): string[] => [topic, key, String(sequence)];
