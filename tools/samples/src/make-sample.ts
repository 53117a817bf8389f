import { encodeMulaw, wavHeader } from '@earshot/domain';
import type { Dialogue } from './dialogue.js';
import { placeLines, type Script } from './place-lines.js';
import { synthesize } from './synthesize.js';

export const SAMPLE_RATE_HZ = 8_000;

export interface Sample {
  readonly name: string;
  /** 8 kHz stereo µ-law with the customer on the left channel. */
  readonly wav: Uint8Array;
  readonly script: Script;
}

/** Creates one sample call. The same dialogue and the same espeak-ng give the same bytes. */
export async function makeSample(dialogue: Dialogue): Promise<Sample> {
  const spoken = [];
  for (const line of dialogue.lines) {
    spoken.push({ line, samples: await synthesize(line.text, dialogue.voices[line.by], SAMPLE_RATE_HZ) });
  }
  const { customer, agent, script } = placeLines(dialogue, spoken, SAMPLE_RATE_HZ);
  const interleaved = new Int16Array(customer.length * 2);
  customer.forEach((sample, at) => (interleaved[2 * at] = sample));
  agent.forEach((sample, at) => (interleaved[2 * at + 1] = sample));
  const data = encodeMulaw(interleaved);
  const header = wavHeader({ codec: 'PCMU', sampleRateHz: SAMPLE_RATE_HZ, channelCount: 2 }, data.length);
  return { name: dialogue.name, wav: Buffer.concat([header, data]), script };
}
