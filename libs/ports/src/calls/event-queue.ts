/** An event of a platform that waits to be handled. */
export interface QueuedEvent {
  readonly id: string;
  /** Names this delivery of the event. A later delivery has another one. */
  readonly receipt: string;
  /** JSON, as the platform wrote it. */
  readonly body: string;
  readonly sentAtMs: number;
  /** How often it was delivered, with this time. */
  readonly receiveCount: number;
}

/**
 * A queue of events that several processes share. A delivered event is hidden from the others for a while; if it is not deleted
 * by then, somebody gets it again. Order is not kept, and an event may come twice. Every request may reject; it may be repeated.
 */
export interface EventQueue {
  /** Resolves when there are events, or with none after a while. They stay hidden for `hiddenMs`. */
  receiveEvents(hiddenMs: number, signal: AbortSignal): Promise<readonly QueuedEvent[]>;
  /** Hides the event for this long from now on. 0: the next who asks gets it. */
  hideEvent(event: QueuedEvent, hiddenMs: number): Promise<void>;
  deleteEvent(event: QueuedEvent): Promise<void>;
  close(): void;
}
