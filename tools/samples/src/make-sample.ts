import { encodeMulaw, wavHeader } from '@earshot/domain';
import type { Dialogue } from './dialogue.js';
import { layOut, type Script } from './lay-out.js';
import { synthesize } from './synthesize.js';

export const SAMPLE_RATE_HZ = 8_000;

export interface Sample {
  readonly name: string;
  /** 8 kHz stereo µ-law, the customer on the left. */
  readonly wav: Uint8Array;
  readonly script: Script;
}

/** Makes one sample call; the same dialogue and espeak-ng give the same bytes. */
export async function makeSample(dialogue: Dialogue): Promise<Sample> {
  const spoken = [];
  for (const line of dialogue.lines) {
    spoken.push({ line, samples: await synthesize(line.says, dialogue.voices[line.by], SAMPLE_RATE_HZ) });
  }
  const { customer, agent, script } = layOut(dialogue, spoken, SAMPLE_RATE_HZ);
  const interleaved = new Int16Array(customer.length * 2);
  customer.forEach((sample, i) => (interleaved[2 * i] = sample));
  agent.forEach((sample, i) => (interleaved[2 * i + 1] = sample));
  const data = encodeMulaw(interleaved);
  const header = wavHeader({ codec: 'PCMU', sampleRateHz: SAMPLE_RATE_HZ, channelCount: 2 }, data.length);
  return { name: dialogue.name, wav: Buffer.concat([header, data]), script };
}
