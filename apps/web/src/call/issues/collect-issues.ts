import { areSameLists } from '../are-same-lists.js';
import type { Speaker } from '../participants/participant-list.js';
import type { Block, Transcript } from '../transcript/transcript.js';

/** An issue with the line that it is a part of. */
export interface FoundIssue {
  readonly segmentId: string;
  readonly participant: Speaker;
  readonly text: string;
  readonly startChar: number;
  readonly startMs: number;
}

/** Issues per block, so that a block that did not change is not read again. */
const knownIssues = new WeakMap<Block, readonly FoundIssue[]>();

function findIssues(block: Block): readonly FoundIssue[] {
  const known = knownIssues.get(block);
  if (known) return known;
  const found = block.lines.flatMap(({ id: segmentId, participant, issues }) =>
    issues.map(({ text, startChar, startMs }) => ({ segmentId, participant, text, startChar, startMs })),
  );
  knownIssues.set(block, found);
  return found;
}

/** All issues of a call in the order of its lines. */
export const collectIssues = ({ blocks }: Transcript): readonly FoundIssue[] => blocks.flatMap(findIssues);

/** Whether two lists show the same. */
export const areSameIssues = (a: readonly FoundIssue[], b: readonly FoundIssue[]): boolean =>
  areSameLists(
    a,
    b,
    (one, other) => one.segmentId === other.segmentId && one.startChar === other.startChar && one.text === other.text,
  );
