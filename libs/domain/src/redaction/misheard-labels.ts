import type { Token } from './scan-tokens.js';

const words = (list: string): ReadonlySet<string> => new Set(list.split(' '));

interface Mishearing {
  /** The word that was said. */
  readonly said: string;
  /** The word after it, which tells. */
  readonly before?: ReadonlySet<string>;
  /** The word before it, which tells. */
  readonly after?: ReadonlySet<string>;
}

const NUMBER = words('number numbers digits no');
const misheard = new Map<string, readonly Mishearing[]>();

/** `list`: what speech engines write for the word. */
function add(list: string, mishearing: Mishearing): void {
  for (const word of words(list)) misheard.set(word, [...(misheard.get(word) ?? []), mishearing]);
}

const SECURITY = 'securities secure secured securely';
add(SECURITY, { said: 'security', before: words('code codes coat cord cold digits number') });
add(SECURITY, { said: 'security', after: words('social') });
add('coat cord cold cods', { said: 'code', after: words(`security ${SECURITY} verification sort`) });
add('cart carte guard', { said: 'card', before: NUMBER });
add('count accounts', { said: 'account', before: NUMBER });
add('rooting rounding', { said: 'routing', before: NUMBER });
add('birds bird births burst berth bath', { said: 'birth', after: words('of') });
add('nationals', { said: 'national', before: words('insurance') });

/**
 * Replaces what an engine wrote for a word of a label by the word that was said: "the securities code is", "my cart number".
 * Positions stay: only the text that recognisers compare changes.
 */
export function correctMisheardLabels(tokens: readonly Token[]): readonly Token[] {
  return tokens.some(({ text }) => misheard.has(text)) ? tokens.map((token, at) => correct(tokens, token, at)) : tokens;
}

function correct(tokens: readonly Token[], token: Token, at: number): Token {
  const before = tokens[at - 1]?.text ?? '';
  const next = tokens[at + 1]?.text ?? '';
  const match = misheard.get(token.text)?.find((one) => one.before?.has(next) ?? one.after?.has(before));
  return match === undefined ? token : { ...token, text: match.said };
}
