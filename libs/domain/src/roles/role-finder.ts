import type { ParticipantId, ParticipantRole } from '@earshot/contracts';
import { isFiller, readTermWords } from '../categories/utterance-words.js';
import { answeringMachines, greetingCues } from './greeting-cues.js';

/** A final, as far as it tells who its speaker is. */
export interface HeardFinal {
  readonly participantId: ParticipantId;
  /** The role that the source said. */
  readonly role: ParticipantRole;
  readonly startMs: number;
  readonly text: string;
}

/** The role that somebody is found to have. */
export interface FoundRole {
  readonly participantId: ParticipantId;
  readonly role: 'AGENT' | 'CUSTOMER';
  /** `OTHER_PARTY`: concluded from the role of the only other participant. */
  readonly reason: 'GREETING' | 'OTHER_PARTY';
  /** 0 to 1. */
  readonly confidence: number;
}

/** A greeting comes early; later on, both parties say what the other one says at the beginning. */
const GREETING_MS = 120_000;
/** Finals of one participant that are read. */
const MAX_FINALS = 12;
/** Words of one participant that are kept, to see whether both tracks say the same. */
const MAX_WORDS = 200;
/** Of one final, this much is read. */
const MAX_TEXT_CHARS = 2_000;
/** A role is found from this confidence on. */
const LEAST_CONFIDENCE = 0.8;
/** Words that both have, as a share of the words of the one who has fewer: above it, the tracks hold the same voices. */
const SAME_WORDS_SHARE = 0.7;
/** Below this many words, the share says nothing. */
const LEAST_WORDS_TO_COMPARE = 8;
/** Evidence counts less than the sum of its parts, because sayings come together. One saying that both may use decides nothing. */
const EVIDENCE_SCALE = 0.5;

/** Somebody who talks with the agent may also be a colleague. */
const OTHER_PARTY_CONFIDENCE = 0.9;

interface Heard {
  role: ParticipantRole;
  finals: number;
  isMachine: boolean;
  readonly cues: Set<number>;
  readonly words: Set<string>;
}

/**
 * Finds out from the first finals of a call who is the agent and who is the customer, once, when it is sure. English only. It
 * decides nothing about more than two participants, and nothing about somebody whose role the source said. Its memory is bounded.
 */
export class RoleFinder {
  private readonly heard = new Map<ParticipantId, Heard>();
  private isOver = false;

  /** Returns the roles that this final makes certain, or none. */
  hearFinal({ participantId, role, startMs, text }: HeardFinal): readonly FoundRole[] {
    if (this.isOver) return [];
    const speaker = this.heard.get(participantId) ?? newSpeaker();
    this.heard.set(participantId, speaker);
    speaker.role = role;
    const isTooLate = startMs > GREETING_MS || (speaker.finals += 1) > MAX_FINALS;
    if (isTooLate || this.heard.size > 2) {
      this.isOver = true;
      return [];
    }
    readFinal(speaker, text);
    return this.findRoles();
  }

  private findRoles(): readonly FoundRole[] {
    const [one, other] = [...this.heard];
    if (one === undefined || other === undefined || ![one, other].some(([, { role }]) => role === 'UNKNOWN')) return [];
    const found = areSameWords(one[1], other[1]) ? [] : findPair(one, other);
    this.isOver = found.length > 0;
    return found;
  }
}

const newSpeaker = (): Heard => ({ role: 'UNKNOWN', finals: 0, isMachine: false, cues: new Set(), words: new Set() });

function readFinal(speaker: Heard, text: string): void {
  const words = readTermWords(text.slice(0, MAX_TEXT_CHARS)).filter((word) => !isFiller(word));
  for (const word of words) if (speaker.words.size < MAX_WORDS) speaker.words.add(word);
  const said = words.join(' ');
  speaker.isMachine ||= answeringMachines.some((saying) => saying.test(said));
  greetingCues.forEach(({ sayings }, at) => {
    if (sayings.some((saying) => saying.test(said))) speaker.cues.add(at);
  });
}

type Named = readonly [ParticipantId, Heard];

function findPair(one: Named, other: Named): readonly FoundRole[] {
  const known = [one, other].find(([, { role }]) => role !== 'UNKNOWN');
  if (known !== undefined) return findOther(known, known === one ? other : one);
  if (one[1].isMachine || other[1].isMachine) return [];
  const evidence = scoreOf(one[1]) - scoreOf(other[1]);
  const confidence = toConfidence(Math.abs(evidence));
  if (confidence < LEAST_CONFIDENCE) return [];
  const [agent, customer] = evidence > 0 ? [one, other] : [other, one];
  return [nameRole(agent, 'AGENT', confidence), nameRole(customer, 'CUSTOMER', confidence)];
}

/** The source said the role of one of the two. */
function findOther([, { role }]: Named, [participantId, speaker]: Named): readonly FoundRole[] {
  const score = scoreOf(speaker);
  if (role === 'AGENT')
    return score > 0
      ? []
      : [{ participantId, role: 'CUSTOMER', reason: 'OTHER_PARTY', confidence: OTHER_PARTY_CONFIDENCE }];
  // A supervisor may listen to either party, and a bot may speak for either.
  const confidence = toConfidence(score);
  return role === 'CUSTOMER' && confidence >= LEAST_CONFIDENCE && !speaker.isMachine
    ? [{ participantId, role: 'AGENT', reason: 'GREETING', confidence }]
    : [];
}

/** Whose own words say nothing is recognised by the words of the other one. */
function nameRole([participantId, speaker]: Named, role: FoundRole['role'], confidence: number): FoundRole {
  const own = scoreOf(speaker) * (role === 'AGENT' ? 1 : -1);
  return { participantId, role, reason: own > 0 ? 'GREETING' : 'OTHER_PARTY', confidence };
}

const scoreOf = ({ cues }: Heard): number => [...cues].reduce((sum, at) => sum + (greetingCues[at]?.weight ?? 0), 0);

const toConfidence = (logOdds: number): number => 1 / (1 + Math.exp(-EVIDENCE_SCALE * logOdds));

function areSameWords({ words: one }: Heard, { words: other }: Heard): boolean {
  const fewer = Math.min(one.size, other.size);
  const shared = [...one].filter((word) => other.has(word)).length;
  return fewer >= LEAST_WORDS_TO_COMPARE && shared >= SAME_WORDS_SHARE * fewer;
}
