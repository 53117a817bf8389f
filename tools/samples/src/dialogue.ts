import type { ParticipantRole } from '@earshot/contracts';

/** One utterance of a dialogue. */
export interface Line {
  /** The id of a speaker. */
  readonly by: string;
  readonly text: string;
  /** Pause after all earlier lines have ended. A negative pause interrupts. Default: 350. */
  readonly afterMs?: number;
}

/** How one speaker sounds. */
export interface Voice {
  /** `joe` is a voice of Piper, a man; `slt` (a woman) and `rms` (a man) are voices of flite. */
  readonly name: 'joe' | 'slt' | 'rms';
  /** 1 is the pace of the voice; higher is faster. */
  readonly pace: number;
}

/** A participant of a sample call. */
export interface Speaker {
  readonly role: ParticipantRole;
  readonly voice: Voice;
  /** Each speaker has a track alone. */
  readonly track: number;
  readonly name?: string;
  readonly number?: string;
  /** On the call clock; absent: from the start. The track is reserved until then. */
  readonly joinsAtMs?: number;
  /** On the call clock; absent: stays until the end. */
  readonly leavesAtMs?: number;
}

/** The text of one sample call. All people, numbers and addresses are invented. */
export interface Dialogue {
  /** Name of the WAV file and of the script. */
  readonly name: string;
  /** By participant id. */
  readonly speakers: Readonly<Record<string, Speaker>>;
  readonly lines: readonly Line[];
}

export const countTracks = ({ speakers }: Dialogue): number =>
  Math.max(...Object.values(speakers).map(({ track }) => track)) + 1;

/** The speaker of an id. Throws if the dialogue has none. */
export function findSpeaker({ name, speakers }: Dialogue, id: string): Speaker {
  const speaker = speakers[id];
  if (speaker === undefined) throw new Error(`the dialogue ${name} has no speaker ${id}`);
  return speaker;
}
