import {
  halves,
  harmlessKinds,
  hasGrammars,
  measureRedaction,
  secretKinds,
  type Half,
  type RedactionFigures,
} from '@earshot/testing/redaction-grammars';
import type { Measurement } from './format-table.js';

const percent = (share: number): string => `${(share * 100).toFixed(2)} %`;

/** How many failing dialogues of a kind the bench prints, and of which halves. */
export interface PrintedMisses {
  readonly count: number;
  readonly halves: readonly Half[];
}

/**
 * Measures on generated dialogues how many values redaction hides, and how many harmless numbers it hides by mistake. Nobody
 * who works on the recognisers has read the held-out half.
 */
export async function benchRedaction(count: number, misses: PrintedMisses): Promise<Measurement[]> {
  return [...secretKinds, ...harmlessKinds].map((kind) => {
    const figures = halves.filter((half) => hasGrammars(kind, half)).map((half) => measureRedaction(kind, half, count));
    figures.filter(({ half }) => misses.halves.includes(half)).forEach((each) => printMisses(each, misses.count));
    return rowOf(figures, count);
  });
}

function rowOf(figures: readonly RedactionFigures[], count: number): Measurement {
  const [first] = figures;
  if (first === undefined) throw new Error('No half has grammars of the kind.');
  const show = (read: (figure: RedactionFigures) => number) =>
    halves
      .map((half) => figures.find((figure) => figure.half === half))
      .map((figure) => (figure === undefined ? 'none' : percent(read(figure))))
      .join(' / ');
  const { kind, isSecret } = first;
  const rest = isSecret
    ? `; words ${show((each) => each.hiddenWordShare)}; named ${show((each) => each.namedShare)}; other words hidden in ${show((each) => each.otherHiddenShare)}`
    : '';
  return {
    name: `redaction, ${kind}: ${isSecret ? 'recall' : 'false hides'}, development / held-out (${count} dialogues each)`,
    measured: show((each) => each.hiddenShare) + rest,
    target: isSecret ? '≥ 99 %' : '≤ 0.5 %',
  };
}

function printMisses({ kind, half, failures }: RedactionFigures, count: number): void {
  for (const { choice, raw, shown } of failures.slice(0, count)) {
    process.stdout.write(`${kind}, ${half}, seed ${choice.seed}\n`);
    raw.forEach((text, index) => process.stdout.write(`  ${text}\n    → ${shown[index] ?? ''}\n`));
  }
}
