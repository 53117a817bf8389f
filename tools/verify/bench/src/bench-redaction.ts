import { harmlessKinds, measureRedaction, secretKinds, type Half, type RedactionFigures } from '@earshot/testing';
import type { Measurement } from './format-table.js';

const percent = (share: number): string => `${(share * 100).toFixed(2)} %`;

/**
 * Measures on generated dialogues how many values redaction hides, and how many harmless numbers it hides by mistake. One
 * author wrote both halves, so the held-out figures are better than those of a stranger's calls. With `misses`, prints the first
 * failing dialogues of the dev half only.
 */
export async function benchRedaction(count: number, misses: number): Promise<Measurement[]> {
  const rows: Measurement[] = [];
  for (const kind of [...secretKinds, ...harmlessKinds]) {
    const of = (half: Half) => measureRedaction(kind, half, count);
    const dev = of('dev');
    printMisses(dev, misses);
    rows.push(rowOf(dev, of('held-out')));
  }
  return rows;
}

function rowOf(dev: RedactionFigures, heldOut: RedactionFigures): Measurement {
  const share = ({ hiddenShare }: RedactionFigures) => percent(hiddenShare);
  const rest = dev.isSecret
    ? `; words ${percent(dev.hiddenWordShare)} / ${percent(heldOut.hiddenWordShare)}; other words hidden in ${percent(dev.otherHiddenShare)} / ${percent(heldOut.otherHiddenShare)}`
    : '';
  return {
    name: `redaction, ${dev.kind}: ${dev.isSecret ? 'recall' : 'false hides'}, dev / held-out (${dev.dialogues} dialogues each)`,
    measured: `${share(dev)} / ${share(heldOut)}${rest}`,
    target: dev.isSecret ? '≥ 99 %' : '≤ 0.5 %',
  };
}

function printMisses({ kind, failures }: RedactionFigures, misses: number): void {
  for (const { choice, raw, shown } of failures.slice(0, misses)) {
    process.stdout.write(`${kind}, dev, seed ${choice.seed}\n`);
    raw.forEach((text, index) => process.stdout.write(`  ${text}\n    → ${shown[index] ?? ''}\n`));
  }
}
