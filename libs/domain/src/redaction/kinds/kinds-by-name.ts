import type { LabelKind } from '../label-phrases.js';
import type { LabelledKind } from './labelled-kind.js';
import { labelledKinds } from './labelled-kinds.js';

export const kindByName: ReadonlyMap<LabelKind, LabelledKind> = new Map<LabelKind, LabelledKind>(
  labelledKinds.map((one) => [one.kind, one]),
);

/** The kinds of the labels that are recognised by their label, each once. */
export const kindsOf = (labels: readonly LabelKind[]): LabelledKind[] =>
  labels.length === 0 ? [] : [...new Set(labels)].flatMap((label) => kindByName.get(label) ?? []);
