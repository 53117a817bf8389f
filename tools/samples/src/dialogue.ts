import type { Channel } from '@earshot/contracts';

/** One utterance of a dialogue. */
export interface Line {
  readonly by: Channel;
  readonly text: string;
  /** Pause after all earlier lines have ended. A negative pause interrupts. Default: 350. */
  readonly afterMs?: number;
}

/** Settings of espeak-ng for one channel. */
export interface Voice {
  /** The value of `espeak-ng -v`. */
  readonly name: string;
  readonly wordsPerMinute: number;
  /** 0 to 99. */
  readonly pitch: number;
}

/** The text of one sample call. All people, numbers and addresses are invented. */
export interface Dialogue {
  /** Name of the WAV file and of the script. */
  readonly name: string;
  readonly voices: Readonly<Record<Channel, Voice>>;
  readonly lines: readonly Line[];
}
