import { withoutCardAsPlace } from './card-as-place.js';
import type { Label, LabelKind } from './label-phrases.js';
import { withoutCardOfPaper } from './long-numbers.js';
import { withoutPaperAsPlace } from './paper-as-place.js';
import { withNumberOfPaper } from './paper-talk.js';
import type { RecentFinal } from './recent-final.js';
import type { Token } from './scan-tokens.js';
import type { SegmentText } from './segment-text.js';

interface PaperTalk {
  readonly segment: SegmentText['segment'];
  readonly asked: readonly LabelKind[];
  readonly recent: readonly RecentFinal[];
}

/** The labels of an utterance, of which those of papers and cards name numbers and no places where numbers stand. */
export function namePapers(
  labels: readonly Label[],
  tokens: readonly Token[],
  { asked, segment: { participantId, role }, recent }: PaperTalk,
): readonly Label[] {
  const isAnswer = role === 'CUSTOMER' && asked.includes('NEUTRAL');
  const withoutCards = withoutCardOfPaper(withoutCardAsPlace(labels, tokens, asked), tokens, { isAnswer });
  const named = withoutPaperAsPlace(withoutCards, tokens, asked);
  return asked.length > 0 ? named : withNumberOfPaper(named, tokens, { participantId, recent });
}
