import type { Token } from './scan-tokens.js';

const words = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/));

const calls = words('call ring reach dial text contact phone calling reached ringing texting');
const linksToCall =
  words(`can could should shall we i you the a driver courier technician engineer to that is best do may someone they be he she will would where
  which please our your my team colleague agent back always usually are am you're for delivery`);
const called = words('me you us him her them');
const linksToNumber = words(
  'back any anytime time later today tomorrow tonight directly instead please always again either best',
);
const prepositions = words('on at under via');
const MAX_LINKS_TO_CALL = 5;
const MAX_LINKS_TO_NUMBER = 3;

/** Whether a request for a phone number begins at the token: "a number the driver can call", "ring me back later on"; the index after it, or null. */
export const endOfPhoneRequest = (tokens: readonly Token[], index: number): number | null =>
  endOfCalledNumber(tokens, index) ?? endOfCallTo(tokens, index);

function endOfCalledNumber(tokens: readonly Token[], index: number): number | null {
  if (tokens[index]?.text !== 'number') return null;
  let at = index + 1;
  while (at - index <= MAX_LINKS_TO_CALL && linksToCall.has(tokens[at]?.text ?? '')) at++;
  return at > index + 1 && calls.has(tokens[at]?.text ?? '') ? at + 1 : null;
}

function endOfCallTo(tokens: readonly Token[], index: number): number | null {
  const from = endOfCall(tokens, index);
  if (from === null) return null;
  let at = from;
  while (at - from < MAX_LINKS_TO_NUMBER && linksToNumber.has(tokens[at]?.text ?? '')) at++;
  return prepositions.has(tokens[at]?.text ?? '') ? at + 1 : null;
}

/** The index after "call me", "reach her" or "reached". */
function endOfCall(tokens: readonly Token[], index: number): number | null {
  const verb = tokens[index]?.text ?? '';
  if (verb === 'reached') return index + 1;
  return waysToCall.has(verb) && called.has(tokens[index + 1]?.text ?? '') ? index + 2 : null;
}

const waysToCall = words('call ring reach text contact phone get catch');
