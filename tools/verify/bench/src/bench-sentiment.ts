import { LexiconSentimentEngine, evaluateSentiment } from '@earshot/sentiment';
import type { Measurement } from './format-table.js';

/** Measures precision and recall of the built-in scorer on labelled utterances. Nobody tuned the scorer on the held-out half. */
export async function benchSentiment(): Promise<Measurement[]> {
  const halves = await evaluateSentiment(new LexiconSentimentEngine());
  return halves.flatMap(({ split, count, accuracy, macroF1, labels }) => [
    {
      name: `sentiment, ${split} (${count} utterances): accuracy / macro F1`,
      measured: `${accuracy.toFixed(2)} / ${macroF1.toFixed(2)}`,
      target: '',
    },
    ...labels.map(({ label, precision, recall }) => ({
      name: `sentiment, ${split}, ${label}: precision / recall`,
      measured: `${precision.toFixed(2)} / ${recall.toFixed(2)}`,
      target: '',
    })),
  ]);
}
