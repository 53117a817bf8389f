import { BurstRecognizer, type ServiceResult } from '../burst-recognizer.js';

/** How much a server says: all, no words, words within the segments as whisper.cpp does, or only the text. */
export type WhisperDetail = 'words' | 'segments' | 'words-in-segments' | 'json';

/** What a Whisper server says about bursts of sound at 16 kHz. */
export function answerBursts(samples: Int16Array, detail: WhisperDetail): Record<string, unknown> {
  const results: ServiceResult[] = [];
  const recognizer = new BurstRecognizer(16_000, undefined, (result) => void results.push(result));
  for (const sample of samples) recognizer.addSample(sample);
  recognizer.end();
  const segments = results
    .filter(({ IsPartial }) => !IsPartial)
    .map(({ StartTime, EndTime, Alternatives: [best] }, id) => ({
      id,
      start: StartTime,
      end: EndTime,
      text: ` ${best?.Transcript ?? ''}`,
      avg_logprob: -0.2,
      compression_ratio: 0.9,
      no_speech_prob: 0.01,
      words: (best?.Items ?? [])
        .filter(({ Type }) => Type === 'pronunciation')
        .map((item) => ({ word: item.Content, start: item.StartTime, end: item.EndTime, probability: 0.8 })),
    }));
  const text = segments.map((segment) => segment.text.trim()).join(' ');
  if (detail === 'json') return { text };
  const verbose = { task: 'transcribe', language: 'english', duration: samples.length / 16_000, text };
  if (detail === 'words-in-segments') return { ...verbose, segments };
  const bare = segments.map(({ words: _, ...segment }) => segment);
  if (detail === 'segments') return { ...verbose, segments: bare };
  // OpenAI gives no probability of words.
  const words = segments.flatMap((segment) => segment.words.map(({ word, start, end }) => ({ word, start, end })));
  return { ...verbose, segments: bare, words };
}
