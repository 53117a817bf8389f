import type { CallId } from '@earshot/contracts';
import { SpanSet } from '@earshot/domain';
import type { Published } from './published.js';

export interface Outcome {
  readonly published: Published;
  readonly callId: CallId;
}

/**
 * The checker: the differences between a disturbed play and an undisturbed one. If an engine cuts utterances differently in
 * each run, only the words and their times can be the same.
 */
export function differences(
  disturbed: Outcome,
  undisturbed: Outcome,
  untilMs: number,
  compare: 'segments' | 'words' = 'segments',
): string[] {
  const found: string[] = [];
  for (const track of tracksOf(disturbed, undisturbed)) {
    const [actual, expected] = [disturbed, undisturbed].map(({ published, callId }) =>
      published.finals(callId, track).map(({ segmentId, participantId, role, text, startMs, endMs, words }) => ({
        segmentId,
        participantId,
        role,
        text,
        startMs,
        endMs,
        words: words.map((word) => `${word.text}@${Math.round(word.startMs)}`).join(' '),
      })),
    );
    const compared = [actual, expected].map((finals) =>
      JSON.stringify(compare === 'words' ? finals?.map(({ words }) => words).join(' ') : finals),
    );
    if (compared[0] !== compared[1])
      found.push(`${track} words: ${describeFinals(actual)} instead of ${describeFinals(expected)}`);
    const firstSeen = disturbed.published.firstSeen(disturbed.callId, track);
    const inOrder = actual?.map(({ segmentId }) => segmentId) ?? [];
    if (firstSeen.join() !== inOrder.join())
      found.push(`${track} order: ${firstSeen.join()} instead of ${inOrder.join()}`);
    const { covered, gaps } = disturbed.published.accounts(disturbed.callId, track);
    const open = new SpanSet([{ from: 0, to: untilMs * 1_000 }]).minus(covered);
    if (!open.isEmpty) found.push(`${track} not covered: ${JSON.stringify(open.spans)}`);
    if (!gaps.isEmpty) found.push(`${track} gaps: ${JSON.stringify(gaps.spans)}`);
  }
  if (disturbed.published.completed(disturbed.callId) === 0) found.push('never completed');
  return found;
}

const tracksOf = (...outcomes: readonly Outcome[]) =>
  new Set(outcomes.flatMap(({ published, callId }) => published.tracks(callId)));

const describeFinals = (finals: readonly { segmentId: string; participantId: string; text: string }[] = []) =>
  finals.map(({ segmentId, participantId, text }) => `${segmentId}=${participantId}: ${text}`).join(', ');
