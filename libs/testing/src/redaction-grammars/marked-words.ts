/** Marks the words of a value that must be hidden. The character cannot be spoken. */
const SECRET = '\u0001';
/** Marks the words of a value that must stay readable. */
const HARMLESS = '\u0002';

export type Mark = 'secret' | 'harmless';

/** Words within a value that tell nothing about it. */
const connectors = new Set('of the and dash slash dot at underscore com co uk org net de'.split(' '));

/** Marks each word of a value; null leaves it as it is. */
export const markWords = (text: string, mark: Mark | null): string =>
  mark === null
    ? text
    : text.replaceAll(/\S+/g, (word) => (connectors.has(word) ? word : (mark === 'secret' ? SECRET : HARMLESS) + word));

/** One word of a dialogue, and whether it belongs to a value. */
export interface MarkedWord {
  readonly text: string;
  readonly mark: Mark | null;
  /** A word such as "dot" or "of", which may be hidden with a value. */
  readonly isConnector: boolean;
}

/** Splits a text into its words and reads their marks. */
export const readMarkedWords = (text: string): MarkedWord[] =>
  text
    .split(/\s+/)
    .filter((word) => word !== '')
    .map((word) => ({
      text: word.replaceAll(SECRET, '').replaceAll(HARMLESS, ''),
      isConnector: connectors.has(word.toLowerCase().replaceAll(/[^a-z]/g, '')),
      mark: word.startsWith(SECRET) ? 'secret' : word.startsWith(HARMLESS) ? 'harmless' : null,
    }));

/** Replaces the alternatives of a sentence frame: "(yes|sure|) it's" becomes "yes it's", "sure it's" or "it's". */
export function chooseAlternatives(frame: string, pick: (choices: readonly string[]) => string): string {
  let text = frame;
  for (let before = ''; before !== text;) {
    before = text;
    text = text.replace(/\(([^()]*)\)/, (_, choices: string) => pick(choices.split('|')));
  }
  return text.replaceAll(/ +/g, ' ').trim();
}
