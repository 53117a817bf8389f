import {
  readRecordingMetadata,
  RecordingState,
  RosterBuilder,
  type RecordingRoster,
  type SiprecProblemCode,
} from '@earshot/media/siprec';
import type { RosterRequest } from '@earshot/media/session';
import { diffRosters } from '../../diff-rosters.js';

/** Who is on one recorded call, as the metadata says. */
export class RecordedRoster {
  readonly state = new RecordingState();
  private readonly builder: RosterBuilder;
  private last: RecordingRoster | undefined;

  constructor(agents: readonly string[]) {
    this.builder = new RosterBuilder(agents);
  }

  /** Reads a document, if there is one. Returns what is wrong with it; null: nothing. */
  readMetadata(text: string | undefined): SiprecProblemCode | null {
    if (text === undefined) return null;
    const read = readRecordingMetadata(text);
    if (!read.ok) return read.error;
    this.state.applyMetadata(read.value);
    return null;
  }

  /** The roster now. `labels`: the labels of the streams on the tracks. */
  takeRoster(labels: readonly (string | undefined)[]): RecordingRoster {
    this.last = this.builder.buildRoster(this.state, labels);
    return this.last;
  }

  /** What changed since the roster that was taken before. */
  takeChanges(labels: readonly (string | undefined)[]): readonly RosterRequest[] {
    const before = this.last ?? { participants: [], tracks: labels.map(() => ({ participantId: null })) };
    return diffRosters(before, this.takeRoster(labels));
  }
}
