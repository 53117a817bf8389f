import type { ParticipantId } from '@earshot/contracts';
import type { Label } from './label-phrases.js';
import type { RecentFinal } from './recent-final.js';
import { textAt, type Token } from './scan-tokens.js';

const words = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/));

const papers = words("policy policies policy's");
/** They have other meanings too. */
const ownedPapers = words(
  'certificate contract membership claim claims contracts schedule renewal letter booklet document documents paperwork warranty',
);
const owners = words('the your my our his her their that this another which');
/** Whoever holds the policy is a person with a phone number. */
const persons = words('holder holders');
/** Finals after which "the number" is no longer the one of the paper. */
const FINALS_TO_ASK = 3;

/** Whether an utterance speaks of a paper with a number: "is this about the policy?" */
export const speaksOfPaper = (tokens: readonly Token[]): boolean => tokens.some((_, index) => isPaperAt(tokens, index));

function isPaperAt(tokens: readonly Token[], index: number): boolean {
  if (persons.has(textAt(tokens, index + 1))) return false;
  if (papers.has(textAt(tokens, index))) return true;
  const isOwned = [index - 1, index - 2].some((at) => owners.has(textAt(tokens, at)));
  const isBesideNumber = textAt(tokens, index - 1) === 'to' && textAt(tokens, index - 2) === 'next';
  return (isOwned || isBesideNumber) && ownedPapers.has(textAt(tokens, index));
}

/** Whether a speaker spoke of a paper in one of the last finals. */
export const spokeOfPaper = (recent: readonly RecentFinal[], isSpeaker: (by: ParticipantId) => boolean): boolean =>
  recent.slice(-FINALS_TO_ASK).some((final) => final.speaksOfPaper && isSpeaker(final.participantId));

/** "I'm calling about my policy. The number is …": names "the number" after the paper of which its speaker spoke before. */
export function withNumberOfPaper(
  labels: readonly Label[],
  tokens: readonly Token[],
  { participantId, recent }: { readonly participantId: ParticipantId; readonly recent: readonly RecentFinal[] },
): readonly Label[] {
  if (labels.length > 0) return labels;
  const from = tokens.findIndex(
    ({ text }, index) =>
      textAt(tokens, index - 1) === 'the' &&
      (text === "number's" || (text === 'number' && textAt(tokens, index + 1) === 'is')),
  );
  if (from < 0 || !spokeOfPaper(recent, (by) => by === participantId)) return labels;
  return [{ kind: 'NEUTRAL', from, to: from + 1 }];
}
