import type { ParticipantRole } from '@earshot/contracts';
import type { Sentiment, SentimentEngine } from '@earshot/ports';
import { isEnglish } from './is-english.js';
import { scoreUtterance } from './score-utterance.js';
import type { Viewpoint } from './viewpoint.js';

/** The lexicon has a viewpoint for customers and one for the contact centre. It treats an unknown speaker as a customer. */
const viewpoints: Record<ParticipantRole, Viewpoint> = {
  CUSTOMER: 'CUSTOMER',
  UNKNOWN: 'CUSTOMER',
  AGENT: 'AGENT',
  SUPERVISOR: 'AGENT',
  AUTOMATION: 'AGENT',
};

/** Scores utterances with a lexicon of call-centre English, in this process: no network, no model, about 20 µs each. */
export class LexiconSentimentEngine implements SentimentEngine {
  readonly name = 'lexicon';

  /** Null for languages other than English, because a wrong score is worse than none. */
  score(text: string, { role, language }: Parameters<SentimentEngine['score']>[1]): Promise<Sentiment | null> {
    if (!/^en\b/i.test(language) || !isEnglish(text)) return Promise.resolve(null);
    return Promise.resolve(scoreUtterance(text, viewpoints[role]));
  }
}
