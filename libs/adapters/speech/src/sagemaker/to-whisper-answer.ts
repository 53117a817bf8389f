import { z } from 'zod';

/** JumpStart gives a list of texts. */
const textSchema = z.union([
  z.string(),
  z
    .array(z.string())
    .min(1)
    .transform((texts) => texts.join(' ')),
]);
/** The Hugging Face container gives chunks with times where its model is asked for them; the last one may lack an end. */
const chunkSchema = z.object({ text: z.string(), timestamp: z.tuple([z.number().nullable(), z.number().nullable()]) });
const answerSchema = z.looseObject({ text: textSchema, chunks: z.array(chunkSchema).optional() });

/** An answer of a SageMaker endpoint in the shape of Whisper's own. What is not known stays as it is. */
export function toWhisperAnswer(answer: unknown): unknown {
  const parsed = answerSchema.safeParse(Array.isArray(answer) ? answer[0] : answer);
  if (!parsed.success) return answer;
  const { chunks, ...rest } = parsed.data;
  if (chunks === undefined) return rest;
  const words = chunks.map(({ text, timestamp: [start, end] }) => ({ word: text, start, end }));
  return { ...rest, words };
}
