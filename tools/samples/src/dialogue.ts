import type { Channel } from '@earshot/contracts';

/** One thing said, and when: `afterMs` after everything said before it is over; below 0 it interrupts. */
export interface Line {
  readonly by: Channel;
  readonly says: string;
  /** Default 350. */
  readonly afterMs?: number;
}

/** How espeak-ng speaks for one side. */
export interface Voice {
  /** As `espeak-ng -v` takes it. */
  readonly name: string;
  readonly wordsPerMinute: number;
  /** 0 to 99. */
  readonly pitch: number;
}

/** A call that the samples are made from. All people, numbers and addresses are invented. */
export interface Dialogue {
  /** Name of the WAV and of the script. */
  readonly name: string;
  readonly voices: Readonly<Record<Channel, Voice>>;
  readonly lines: readonly Line[];
}
