/** Marks the words of a value that must be hidden. The character cannot be spoken. */
const SECRET = '\u0001';
/** Marks the words of a value that must stay readable. */
const HARMLESS = '\u0002';
/** Marks words that may be hidden or stay readable: another private value nearby, and words such as "dot" within a value. */
const NEIGHBOUR = '\u0003';

const marks = { secret: SECRET, harmless: HARMLESS, neighbour: NEIGHBOUR } as const;
export type Mark = keyof typeof marks;

/** Words within a value that tell nothing about it. */
const connectors = new Set(
  'of the and dash slash dot at underscore com co uk org net de hyphen minus point plus for as in au es rate end /'.split(
    ' ',
  ),
);

/** Marks each word of a value. Words that tell nothing about it may be hidden or stay readable. */
export const markWords = (text: string, mark: Mark | null): string =>
  mark === null ? text : text.replaceAll(/\S+/g, (word) => marks[connectors.has(word) ? 'neighbour' : mark] + word);

/** One word of a dialogue, and whether it belongs to a value. */
export interface MarkedWord {
  readonly text: string;
  readonly mark: Mark | null;
}

/** Splits a text into its words and reads their marks. */
export const readMarkedWords = (text: string): MarkedWord[] =>
  text
    .split(/\s+/)
    .filter((word) => word !== '')
    .map((word) => ({
      text: word.replaceAll(/[\u0001-\u0003]/g, ''),
      mark: (Object.keys(marks) as Mark[]).find((mark) => word.startsWith(marks[mark])) ?? null,
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
