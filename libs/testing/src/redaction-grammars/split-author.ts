import type { AuthorGrammars, DialogueStyle } from './dialogue-style.js';
import type { Half } from './grammar-half.js';
import { RandomSource } from './random-source.js';
import type { ValueGrammar } from './value-grammar.js';

/** Which of an author's sentences a half has. */
type Belongs = (sentence: string) => boolean;

/**
 * Splits an author's sentences at random into two halves, so that both come from the same distribution. A frame that several
 * grammars of a kind share is in one half only. The split depends on the sentences alone: a new one moves at most one other.
 */
export function splitAuthor(author: AuthorGrammars): Readonly<Record<Half, AuthorGrammars>> {
  const { name, secret, harmless, style } = author;
  const placed = new Map([
    ...Object.entries({ ...secret, ...harmless }).map(([kind, grammars]) => {
      const lists = grammars.flatMap(({ frames, bareFrames = [] }) => [frames, bareFrames]);
      return [kind, chooseDevelopment(lists, `${name} ${kind}`)] as const;
    }),
    ['style', chooseDevelopment(styleLists(style), `${name} style`)] as const,
  ]);
  const keep = (half: Half): AuthorGrammars => {
    const belongsTo = (kind: string): Belongs => {
      const development = placed.get(kind);
      return (sentence) => development?.has(sentence) === (half === 'development');
    };
    const keepKinds = <Kinds extends AuthorGrammars['secret'] | AuthorGrammars['harmless']>(kinds: Kinds): Kinds =>
      Object.fromEntries(
        Object.entries(kinds).map(([kind, grammars]) => [kind, keepFrames(grammars, belongsTo(kind))]),
      ) as Kinds;
    return {
      name,
      secret: keepKinds(secret),
      harmless: keepKinds(harmless),
      style: keepStyle(style, belongsTo('style')),
    };
  };
  return { development: keep('development'), 'held-out': keep('held-out') };
}

/** Draws half of each list for development. A sentence of an earlier list stays where it is. */
function chooseDevelopment(lists: readonly (readonly string[])[], seed: string): ReadonlySet<string> {
  const development = new Set<string>();
  const heldOut = new Set<string>();
  const draw = (sentence: string): number => new RandomSource(`${seed} ${sentence}`).fraction();
  for (const list of lists) {
    const open = [...new Set(list)].filter((each) => !development.has(each) && !heldOut.has(each));
    const cut = development.size > heldOut.size ? Math.floor(open.length / 2) : Math.ceil(open.length / 2);
    open.sort((a, b) => draw(a) - draw(b)).forEach((each, at) => (at < cut ? development : heldOut).add(each));
  }
  return development;
}

/** A grammar without frames in this half is left out. */
const keepFrames = (grammars: readonly ValueGrammar[], belongs: Belongs): readonly ValueGrammar[] =>
  grammars.flatMap(({ bareFrames, ...grammar }) => {
    const frames = grammar.frames.filter(belongs);
    const bare = (bareFrames ?? []).filter(belongs);
    return frames.length === 0 ? [] : [{ ...grammar, frames, ...(bare.length === 0 ? {} : { bareFrames: bare }) }];
  });

const styleLists = (style: DialogueStyle): (readonly string[])[] => [
  style.preludes,
  style.smallTalk.map(([customer]) => customer),
  style.echoes,
  style.hesitations,
  style.corrections,
  style.restarts ?? [],
  style.backchannels,
];

const keepStyle = (style: DialogueStyle, belongs: Belongs): DialogueStyle => ({
  ...style,
  preludes: style.preludes.filter(belongs),
  smallTalk: style.smallTalk.filter(([customer]) => belongs(customer)),
  echoes: style.echoes.filter(belongs),
  hesitations: style.hesitations.filter(belongs),
  corrections: style.corrections.filter(belongs),
  ...(style.restarts === undefined ? {} : { restarts: style.restarts.filter(belongs) }),
  backchannels: style.backchannels.filter(belongs),
});
