import { createSentimentEngine, evaluateSentiment } from '@earshot/sentiment';
import type { Row } from './table.js';

/** Precision and recall of our own scorer on the labelled utterances; the held-out half was never tuned on. */
export async function benchSentiment(): Promise<Row[]> {
  const halves = await evaluateSentiment(createSentimentEngine('lexicon'));
  return halves.flatMap(({ split, count, accuracy, macroF1, labels }) => [
    {
      what: `sentiment, ${split} (${count} utterances): accuracy / macro F1`,
      measured: `${accuracy.toFixed(2)} / ${macroF1.toFixed(2)}`,
      target: '',
    },
    ...labels.map(({ label, precision, recall }) => ({
      what: `sentiment, ${split}, ${label}: precision / recall`,
      measured: `${precision.toFixed(2)} / ${recall.toFixed(2)}`,
      target: '',
    })),
  ]);
}
