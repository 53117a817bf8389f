import { readFile } from 'node:fs/promises';
import { participantRoles, type ParticipantRole } from '@earshot/contracts';
import type { Sentiment, SentimentEngine } from '@earshot/ports';

const evaluatedLabels = ['POSITIVE', 'NEUTRAL', 'NEGATIVE'] as const;
type EvaluatedLabel = (typeof evaluatedLabels)[number];

/** `dev` was used to tune the engine. `held-out` is frozen, and nobody looked at its errors. */
const utteranceSplits = ['dev', 'held-out'] as const;
type UtteranceSplit = (typeof utteranceSplits)[number];

/** One line of `data/utterances.tsv`. */
export interface LabelledUtterance {
  readonly split: UtteranceSplit;
  readonly role: ParticipantRole;
  readonly label: EvaluatedLabel;
  readonly text: string;
}

export interface LabelQuality {
  readonly label: EvaluatedLabel;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  /** Utterances that have this label. */
  readonly count: number;
}

export interface SplitQuality {
  readonly split: LabelledUtterance['split'];
  readonly count: number;
  readonly accuracy: number;
  /** Mean of the F1 of the three labels. */
  readonly macroF1: number;
  readonly labels: readonly LabelQuality[];
}

const DATA = new URL('../../data/utterances.tsv', import.meta.url);

/** The labelled utterances of this package. */
export async function readLabelledUtterances(): Promise<LabelledUtterance[]> {
  const lines = (await readFile(DATA, 'utf8')).trim().split('\n').slice(1);
  return lines.map((line) => {
    const [split = '', role = '', label = '', text = ''] = line.split('\t');
    return {
      split: utteranceSplits.find((one) => one === split) ?? 'held-out',
      role: participantRoles.find((one) => one === role) ?? 'CUSTOMER',
      label: evaluatedLabels.find((one) => one === label) ?? 'NEUTRAL',
      text,
    };
  });
}

/** Precision, recall and F1 of an engine on each part of the labelled utterances. */
export async function evaluateSentiment(engine: SentimentEngine): Promise<SplitQuality[]> {
  const utterances = await readLabelledUtterances();
  return Promise.all(
    utteranceSplits.map(async (split) => {
      const ones = utterances.filter((one) => one.split === split);
      const given = await Promise.all(ones.map(({ text, role }) => engine.score(text, { role, language: 'en-US' })));
      return qualityOf(split, ones, given);
    }),
  );
}

function qualityOf(
  split: SplitQuality['split'],
  ones: readonly LabelledUtterance[],
  given: readonly (Sentiment | null)[],
): SplitQuality {
  const labels = evaluatedLabels.map((label) => {
    const right = ones.filter((one, index) => one.label === label && given[index]?.label === label).length;
    const count = ones.filter((one) => one.label === label).length;
    const precision = ratio(right, given.filter((one) => one?.label === label).length);
    const recall = ratio(right, count);
    return { label, precision, recall, f1: ratio(2 * precision * recall, precision + recall), count };
  });
  return {
    split,
    count: ones.length,
    accuracy: ratio(ones.filter((one, index) => one.label === given[index]?.label).length, ones.length),
    macroF1: labels.reduce((sum, { f1 }) => sum + f1, 0) / labels.length,
    labels,
  };
}

const ratio = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);
