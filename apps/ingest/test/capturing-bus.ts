import { parseEvent, type AudioFrame, type EarshotEvent, type TopicName } from '@earshot/contracts';
import type { EventBus, Subscription } from '@earshot/ports';

/** A bus that records what is published. Tests can stall it and make it fail. */
export class CapturingBus implements EventBus {
  readonly events: EarshotEvent[] = [];
  /** Publishes in flight now, and the most there were at once. */
  inFlight = 0;
  mostInFlight = 0;
  private failures: Error[] = [];
  private gate: Promise<void> | null = null;
  private openGate = () => {};
  private watchers: (() => void)[] = [];
  private closed: Error | null = null;

  /** `isDurable`: several processes share the bus. */
  constructor(readonly isDurable = false) {}

  async publish(_topic: TopicName, key: string, value: Uint8Array): Promise<void> {
    this.inFlight += 1;
    this.mostInFlight = Math.max(this.mostInFlight, this.inFlight);
    try {
      await this.record(key, value);
    } finally {
      this.inFlight -= 1;
    }
  }

  private async record(key: string, value: Uint8Array): Promise<void> {
    if (this.gate !== null) await this.gate;
    if (this.closed !== null) throw this.closed;
    const failure = this.failures.shift();
    if (failure !== undefined) throw failure;
    const parsed = parseEvent(value);
    if (!parsed.ok) throw new Error(`not an event: ${parsed.error.detail}`);
    if (parsed.value.callId !== key) throw new Error('the key is not the call id');
    this.events.push(parsed.value);
    for (const look of [...this.watchers]) look();
  }

  stall(): void {
    this.gate = new Promise((resolve) => (this.openGate = resolve));
  }

  flow(): void {
    this.gate = null;
    this.openGate();
  }

  failNext(...errors: Error[]): void {
    this.failures.push(...errors);
  }

  failForEver(error: Error): void {
    this.closed = error;
  }

  of(callId: string): EarshotEvent[] {
    return this.events.filter((event) => event.callId === callId);
  }

  types(callId: string): string[] {
    return this.of(callId).map((event) => event.type);
  }

  frames(callId: string): AudioFrame[] {
    return this.of(callId).filter((event): event is AudioFrame => event.type === 'audio.frame');
  }

  audio(callId: string): Buffer {
    return Buffer.concat(this.frames(callId).map((frame) => frame.payload));
  }

  /** Resolves with the first event of this type of a call. */
  async next<T extends EarshotEvent['type']>(callId: string, type: T): Promise<Extract<EarshotEvent, { type: T }>> {
    const find = () => this.of(callId).find((event) => event.type === type);
    await this.until(() => find() !== undefined);
    return find() as Extract<EarshotEvent, { type: T }>;
  }

  async until(isTrue: () => boolean): Promise<void> {
    if (isTrue()) return;
    await new Promise<void>((resolve) => {
      const look = () => {
        if (!isTrue()) return;
        this.watchers = this.watchers.filter((other) => other !== look);
        resolve();
      };
      this.watchers.push(look);
    });
  }

  async whenDurable(): Promise<void> {}

  /** Delivers nothing: tests call the handlers. */
  subscribe(): Promise<Subscription> {
    return Promise.resolve({ close: async () => undefined });
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
