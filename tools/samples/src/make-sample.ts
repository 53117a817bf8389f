import type { Conversation } from '@earshot/call-player';
import { encodeMulaw, wavHeader } from '@earshot/domain';
import { createConversation } from './create-conversation.js';
import { findSpeaker, type Dialogue } from './dialogue.js';
import { placeLines, type Script } from './place-lines.js';
import { synthesize } from './synthesize.js';
import { addLineNoise, hashText, passThroughTelephone } from './telephone-line.js';

export const SAMPLE_RATE_HZ = 8_000;

export interface Sample {
  readonly name: string;
  /** 8 kHz µ-law with one channel per track. */
  readonly wav: Uint8Array;
  readonly script: Script;
  /** Null: customer and agent, on two channels, from the start to the end. */
  readonly conversation: Conversation | null;
}

/** Creates one sample call. The same dialogue, voices and kind of processor give the same bytes. */
export async function makeSample(dialogue: Dialogue): Promise<Sample> {
  const spoken = [];
  for (const line of dialogue.lines) {
    const { voice } = findSpeaker(dialogue, line.by);
    const samples = await synthesize(line.text, voice, hashText(line.text), SAMPLE_RATE_HZ);
    spoken.push({ line, samples: passThroughTelephone(samples, SAMPLE_RATE_HZ) });
  }
  const { tracks, script } = placeLines(dialogue, spoken, SAMPLE_RATE_HZ);
  const noisy = tracks.map((samples, track) => addLineNoise(samples, hashText(`${dialogue.name} ${track}`)));
  const data = encodeMulaw(interleave(noisy));
  const header = wavHeader({ codec: 'PCMU', sampleRateHz: SAMPLE_RATE_HZ, channelCount: tracks.length }, data.length);
  const wav = Buffer.concat([header, data]);
  return { name: dialogue.name, wav, script, conversation: createConversation(dialogue) };
}

function interleave(tracks: readonly Int16Array[]): Int16Array {
  const interleaved = new Int16Array((tracks[0]?.length ?? 0) * tracks.length);
  tracks.forEach((samples, track) =>
    samples.forEach((sample, at) => (interleaved[at * tracks.length + track] = sample)),
  );
  return interleaved;
}
