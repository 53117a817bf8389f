import { samplesToMs } from '@earshot/domain';
import type { DecodedSpeech } from './is-rubbish.js';
import { levelOf, type Utterance } from './speech-segmenter.js';
import { SAMPLE_RATE_HZ } from './speech-windows.js';

/** The speech of an utterance without its padding, with the text that a recogniser gave for it. */
export function describeSpeech({ samples, speech }: Utterance, text: string): DecodedSpeech {
  const spoken = samples.subarray(speech.from, speech.to);
  return { text, seconds: spoken.length / SAMPLE_RATE_HZ, level: levelOf(spoken) };
}

/** Where the speech of an utterance is in the audio of its stream. */
export const timesOf = ({ startSample, speech }: Utterance): { startMs: number; endMs: number } => ({
  startMs: samplesToMs(startSample + speech.from, SAMPLE_RATE_HZ),
  endMs: samplesToMs(startSample + speech.to, SAMPLE_RATE_HZ),
});
