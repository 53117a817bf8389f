import type { EmailPart } from './divided-emails.js';
import { findEmails } from './find-emails.js';
import { findLabels } from './find-labels.js';
import type { Reading } from './read-segment.js';
import type { RecentFinal } from './recent-final.js';
import { scanTokens } from './scan-tokens.js';

/** Finals from an address to its name. */
const MAX_FINALS_TO_NAME = 2;

/** The addresses of earlier finals that this one names: "walter hughes, it is very small, at …" … "is that your email?" */
export function findNamedEmails({ labels, emails, source }: Reading, recent: readonly RecentFinal[]): EmailPart[] {
  if (emails.length > 0 || labels.every(({ kind }) => kind !== 'EMAIL')) return [];
  const earlier = recent.filter((each) => each.source !== source).slice(-MAX_FINALS_TO_NAME);
  return earlier.flatMap(({ source: said }) => {
    const tokens = scanTokens(said.text);
    const spans = findEmails(said.text, tokens, findLabels(tokens), { open: false, isExpected: true });
    return spans.map((span) => ({ source: said, span }));
  });
}
