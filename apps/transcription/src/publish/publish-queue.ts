import type { SegmentId } from '@earshot/contracts';
import type { TranscriptProgress } from '@earshot/ports';

/** Events that are published one after the other, and the changes that are saved once the bus has them. */
export interface PublishStep {
  events: readonly (() => Promise<void>)[];
  /** Steps of one track keep their order. */
  readonly track?: number | undefined;
  /** The segment, if the event is a partial. */
  readonly partialOf?: SegmentId;
  /** The step has a final, so it waits until the earlier final of its track is saved. */
  readonly isFinal?: boolean;
  /** The next segment id of the track depends on this step, so it must be saved before the next final. */
  readonly movesIds?: boolean;
  readonly changes?: (published: TranscriptProgress) => Partial<TranscriptProgress>;
  /** Acknowledges the message that caused the step, once the changes are saved. */
  readonly acknowledge?: () => void;
}

/** The steps of one call that wait for the bus, oldest first. */
export class PublishQueue {
  private steps: PublishStep[] = [];
  private events = 0;

  /** Events that wait. */
  get eventCount(): number {
    return this.events;
  }

  get isEmpty(): boolean {
    return this.steps.length === 0;
  }

  add(step: PublishStep): void {
    this.steps.push(step);
    this.events += step.events.length;
  }

  /** Adds a partial, in place of an older one of the same segment that still waits. */
  addPartial(step: PublishStep): void {
    const waiting = this.steps.find(({ partialOf }) => partialOf !== undefined && partialOf === step.partialOf);
    if (waiting !== undefined) waiting.events = step.events;
    else this.add(step);
  }

  /** Takes the first step that need not wait. A held final also holds the later steps of its track. */
  takeNext(isHeld: (track: number) => boolean): PublishStep | undefined {
    const blocked = new Set<number>();
    for (const [index, step] of this.steps.entries()) {
      const { track } = step;
      if (track !== undefined) {
        if (step.isFinal === true && isHeld(track)) blocked.add(track);
        if (blocked.has(track)) continue;
      }
      this.steps.splice(index, 1);
      this.events -= step.events.length;
      return step;
    }
    return undefined;
  }

  clear(): void {
    this.steps = [];
    this.events = 0;
  }
}
