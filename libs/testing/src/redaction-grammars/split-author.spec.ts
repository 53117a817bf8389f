import { describe, expect, it } from '@jest/globals';
import { grammarsOf } from './create-dialogue.js';
import type { AuthorGrammars } from './dialogue-style.js';
import { harmlessKinds, secretKinds } from './grammar-kinds.js';
import { splitAuthor } from './split-author.js';
import { twelfthAuthor } from './twelfth-author/twelfth-author.js';

const framesOf = (author: AuthorGrammars, kind: string): string[] => [
  ...new Set(grammarsOf(author, kind).flatMap(({ frames, bareFrames = [] }) => [...frames, ...bareFrames])),
];

describe.each([twelfthAuthor])('the halves of the $name author', (author) => {
  const { development, 'held-out': heldOut } = splitAuthor(author);
  const kinds = [...secretKinds, ...harmlessKinds].filter((kind) => grammarsOf(author, kind).length > 0);

  it.each(kinds)('have each frame of %s once, and about as many', (kind) => {
    const [first, second] = [framesOf(development, kind), framesOf(heldOut, kind)];
    expect([...first, ...second].sort()).toEqual(framesOf(author, kind).sort());
    expect(first.filter((frame) => second.includes(frame))).toEqual([]);
    expect(second.length).toBeGreaterThan(0);
    expect(Math.abs(first.length - second.length)).toBeLessThanOrEqual(1);
  });

  it('share nothing that the author says around a value', () => {
    const read = ({ style }: AuthorGrammars) => [...style.preludes, ...style.echoes, ...style.backchannels];
    expect([...read(development), ...read(heldOut)].sort()).toEqual(read(author).sort());
  });

  it('are the same each time', () => {
    expect(framesOf(splitAuthor(author).development, 'CARD')).toEqual(framesOf(development, 'CARD'));
  });
});
