import { check, eventually, type ConformanceCase } from './conformance-case.js';
import {
  chunksOf,
  coveredMs,
  describeFinals,
  finalsOf,
  openObserved,
  patienceMs,
  pause,
  TOLERANCE_MS,
  transcribe,
  within,
  wordsOf,
  writeAll,
  type SpeechEngineSubject,
  type Words,
} from './observed-stream.js';

type Case = ConformanceCase<SpeechEngineSubject>;

const withSubject =
  (test: (subject: SpeechEngineSubject) => Promise<void>): Case['run'] =>
  async (create) => {
    const subject = await create();
    try {
      await test(subject);
    } finally {
      await subject.engine.close();
    }
  };

function checkWords(words: Words, writtenMs: number): void {
  const span = `${words.startMs}-${words.endMs} ms of ${writtenMs} ms`;
  check(words.text.trim() !== '', 'a result without text');
  check(words.startMs >= 0 && words.startMs <= words.endMs && words.endMs <= writtenMs + TOLERANCE_MS, `span ${span}`);
  let atMs = words.startMs;
  for (const word of words.words) {
    check(
      word.startMs >= atMs - 1 && word.endMs >= word.startMs && word.endMs <= words.endMs + 1,
      `a word outside ${span}`,
    );
    atMs = word.startMs;
  }
}

/** The promises of every `SpeechEngine`. Each adapter must pass them, and each broken engine must fail its case. */
export const speechEngineConformance: readonly Case[] = [
  {
    promise: 'gives a final for each utterance before end resolves, and nothing afterwards',
    run: withSubject(async (subject) => {
      const observed = await transcribe(subject);
      const count = observed.results.length;
      check(finalsOf(observed).length >= 2, `${finalsOf(observed).length} finals for at least two utterances`);
      await pause(100);
      check(observed.results.length === count, 'a result came after end resolved');
    }),
  },
  {
    promise: 'gives the partials of an utterance first, then one final',
    run: withSubject(async (subject) => {
      const words = wordsOf(await transcribe(subject));
      const { givesPartials = true } = subject;
      check(words.some((result) => !result.isFinal) === givesPartials, `givesPartials is ${givesPartials}`);
      let finalEndMs = 0;
      for (const result of words) {
        check(result.startMs >= finalEndMs - TOLERANCE_MS, 'words came for a span that already had its final');
        if (result.isFinal) check(result.words.length > 0, 'a final without the times of its words');
        if (result.isFinal) finalEndMs = result.endMs;
      }
      check(words.at(-1)?.isFinal === true, 'the last utterance has no final');
    }),
  },
  {
    promise: 'gives times that lie within the written audio, in order',
    run: withSubject(async (subject) => {
      const observed = await transcribe(subject);
      for (const { result, writtenMs } of observed.results) if (result.kind === 'words') checkWords(result, writtenMs);
      const starts = finalsOf(observed).map((final) => final.startMs);
      check(
        starts.every((startMs, n) => startMs >= (starts[n - 1] ?? 0)),
        'finals are out of order',
      );
      const spokenMs = (finalsOf(observed).at(-1)?.endMs ?? 0) - (starts[0] ?? 0);
      check(spokenMs > observed.writtenMs() / 20, `the finals of ${observed.writtenMs()} ms span ${spokenMs} ms`);
    }),
  },
  {
    promise: 'covers more and more audio, never the start of a final that is still to come, and all of it at the end',
    run: withSubject(async (subject) => {
      const observed = await transcribe(subject);
      let toMs = 0;
      for (const { result, writtenMs } of observed.results) {
        if (result.kind === 'covered') {
          check(
            result.toMs > toMs && result.toMs <= writtenMs + 1,
            `covered ${toMs} then ${result.toMs} of ${writtenMs} ms`,
          );
          toMs = result.toMs;
        } else if (result.kind === 'words' && result.isFinal) {
          check(result.startMs >= toMs - TOLERANCE_MS, `a final of ${result.startMs} ms came after covered ${toMs} ms`);
        }
      }
      check(Math.abs(toMs - observed.writtenMs()) <= 1, `covered ${toMs} of ${observed.writtenMs()} ms at the end`);
    }),
  },
  {
    promise: 'covers silence while it lasts',
    run: withSubject(async (subject) => {
      // The scripted engine ignores the audio. This script is silent on track 1 for five minutes.
      const observed = await openObserved(subject, { track: 1, script: 'generated:silence:600' });
      await writeAll(observed, subject.speech, subject.sampleRateHz);
      const silence = new Int16Array(subject.sampleRateHz);
      for (let second = 0; second < 20; second += 1) await observed.write(silence);
      const dueMs = observed.writtenMs() - 6_000;
      await eventually(() => coveredMs(observed) >= dueMs, `covered ${dueMs} ms`, patienceMs(subject));
      await observed.stream.abort();
    }),
  },
  {
    promise: 'aborts at once, accepts a second abort, and gives no result afterwards',
    run: withSubject(async (subject) => {
      const observed = await openObserved(subject);
      const half = subject.speech.slice(0, Math.floor(subject.speech.length / 2));
      for (const chunk of chunksOf(half, subject.sampleRateHz / 10)) void observed.write(chunk).catch(() => undefined);
      const last = observed.write(subject.speech.slice(half.length)).catch(() => undefined);
      await within(subject, 'abort', Promise.all([observed.stream.abort(), observed.stream.abort()]));
      const count = observed.results.length;
      await within(subject, 'the end of a write during abort', last);
      await observed.stream.abort();
      await pause(500);
      check(observed.results.length === count, 'a result came after abort resolved');
      check(observed.failures.length === 0, 'abort was reported as a failure');
    }),
  },
  {
    promise: 'gives the same finals however the audio is cut and however fast it arrives',
    run: withSubject(async (subject) => {
      const steady = await transcribe(subject);
      const fast = await openObserved(subject);
      const chunks = chunksOf(subject.speech, Math.round(subject.sampleRateHz / 3));
      await within(subject, 'all writes', Promise.all(chunks.map((chunk) => fast.write(chunk))));
      await within(subject, 'the end', fast.stream.end());
      check(
        describeFinals(fast) === describeFinals(steady),
        `"${describeFinals(fast)}" instead of "${describeFinals(steady)}"`,
      );
    }),
  },
  {
    promise: 'keeps streams apart, also when one of them ends',
    run: withSubject(async (subject) => {
      const alone = describeFinals(await transcribe(subject));
      const [first, second, aborted] = [
        await openObserved(subject),
        await openObserved(subject),
        await openObserved(subject),
      ];
      for (const [n, chunk] of chunksOf(subject.speech, Math.round(subject.sampleRateHz / 10)).entries()) {
        await Promise.all([first.write(chunk), second.write(chunk), ...(n < 10 ? [aborted.write(chunk)] : [])]);
        if (n === 10) await aborted.stream.abort();
      }
      await Promise.all([first.stream.end(), second.stream.end()]);
      check(
        describeFinals(first) === alone && describeFinals(second) === alone,
        `"${describeFinals(first)}", "${describeFinals(second)}" instead of "${alone}"`,
      );
      check(
        aborted.results.every(({ writtenMs }) => writtenMs <= 1_000),
        'an aborted stream gave more results',
      );
    }),
  },
  {
    promise: 'gives no words for a stream without audio',
    run: withSubject(async (subject) => {
      const observed = await openObserved(subject);
      await within(subject, 'the end', observed.stream.end());
      await observed.stream.abort();
      check(wordsOf(observed).length === 0 && coveredMs(observed) === 0, 'a stream without audio gave a result');
    }),
  },
];
