import { jitteredBackoffMs, type BackoffLimits } from '@earshot/domain';
import type { Clock } from './clock.js';

/** Failures in a row, of all requests, after which the circuit opens. */
const MAX_FAILURES = 5;
const PAUSES: BackoffLimits = { firstMs: 1_000, maxMs: 60_000 };

/** Is told once when the service stops working and once when it works again. */
export interface CircuitObserver<Reason> {
  circuitOpened(reason: Reason): void;
  circuitClosed(): void;
}

/**
 * Stops requests to a service that fails. While the circuit is open, one request after each growing pause tries whether the
 * service works again.
 */
export class Circuit<Reason> {
  private failuresInARow = 0;
  private failedTries = 0;
  private nextTryAtMs: number | null = null;
  private isTrying = false;

  constructor(
    private readonly clock: Clock,
    private readonly random: () => number,
    private readonly observer: CircuitObserver<Reason>,
  ) {}

  get isOpen(): boolean {
    return this.nextTryAtMs !== null;
  }

  get allowsRequest(): boolean {
    return this.nextTryAtMs === null || (!this.isTrying && this.clock.nowMs() >= this.nextTryAtMs);
  }

  /** Returns false when the request must not be sent. Otherwise report how it ended. */
  startRequest(): boolean {
    if (!this.allowsRequest) return false;
    this.isTrying = this.isOpen;
    return true;
  }

  reportSuccess(): void {
    const wasOpen = this.isOpen;
    this.failuresInARow = 0;
    this.failedTries = 0;
    this.nextTryAtMs = null;
    this.isTrying = false;
    if (wasOpen) this.observer.circuitClosed();
  }

  reportFailure(reason: Reason): void {
    // A request that was sent before the circuit opened tells nothing new.
    if (this.isOpen && !this.isTrying) return;
    this.failuresInARow += 1;
    if (!this.isOpen && this.failuresInARow < MAX_FAILURES) return;
    const isNew = !this.isOpen;
    this.isTrying = false;
    this.failedTries += 1;
    this.nextTryAtMs = this.clock.nowMs() + jitteredBackoffMs(this.failedTries, PAUSES, this.random);
    if (isNew) this.observer.circuitOpened(reason);
  }
}
