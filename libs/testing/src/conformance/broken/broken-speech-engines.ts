import type { SpeechEngine, SpeechResult, SpeechStream, SpeechStreamOptions } from '@earshot/ports';

type Words = Extract<SpeechResult, { kind: 'words' }>;
type Open = (engine: SpeechEngine, options: SpeechStreamOptions) => Promise<SpeechStream>;

/** Opens a stream whose results are changed; an empty list drops a result. */
const openWithChangedResults =
  (change: (result: SpeechResult) => readonly SpeechResult[]): Open =>
  (engine, options) =>
    engine.open({ ...options, onResult: (result) => change(result).forEach((changed) => options.onResult(changed)) });
const openWithChangedWords = (change: (words: Words) => readonly SpeechResult[]): Open =>
  openWithChangedResults((result) => (result.kind === 'words' ? change(result) : [result]));
const changeStream = (inner: SpeechStream, changes: Partial<SpeechStream>): SpeechStream => ({
  write: (samples) => inner.write(samples),
  end: () => inner.end(),
  abort: () => inner.abort(),
  ...changes,
});

/** Broken engines: each wraps a good engine and must fail the conformance case of the promise in `breaks`. */
export const brokenSpeechEngines: Readonly<Record<string, { breaks: string; make: () => Open }>> = {
  'never gives a final': {
    breaks: 'gives a final for each utterance before end resolves, and nothing afterwards',
    make: () => openWithChangedWords((words) => (words.isFinal ? [] : [words])),
  },
  'resolves end before its last final': {
    breaks: 'gives a final for each utterance before end resolves, and nothing afterwards',
    make: () => async (engine, options) => {
      const held: SpeechResult[] = [];
      let ending = false;
      const inner = await engine.open({
        ...options,
        onResult: (result) => (ending ? void held.push(result) : options.onResult(result)),
      });
      const end = async () => {
        ending = true;
        await inner.end();
        setTimeout(() => held.forEach((result) => options.onResult(result)), 20);
      };
      return changeStream(inner, { end });
    },
  },
  'gives partials after the final': {
    breaks: 'gives the partials of an utterance first, then one final',
    make: () => openWithChangedWords((words) => (words.isFinal ? [words, { ...words, isFinal: false }] : [words])),
  },
  'gives a final twice': {
    breaks: 'gives the partials of an utterance first, then one final',
    make: () => openWithChangedWords((words) => (words.isFinal ? [words, words] : [words])),
  },
  'gives times in seconds': {
    breaks: 'gives times that lie within the written audio, in order',
    make: () =>
      openWithChangedWords((words) => [
        { ...words, startMs: words.startMs / 1_000, endMs: words.endMs / 1_000, words: [] },
      ]),
  },
  'gives times at the wrong sample rate': {
    breaks: 'gives times that lie within the written audio, in order',
    make: () =>
      openWithChangedWords((words) => [{ ...words, startMs: words.startMs * 2, endMs: words.endMs * 2, words: [] }]),
  },
  'covers audio that it has not processed': {
    breaks: 'covers more and more audio, never the start of a final that is still to come, and all of it at the end',
    make: () => async (engine, options) => {
      let samples = 0;
      const inner = await engine.open({
        ...options,
        onResult: (result) => (result.kind === 'words' ? options.onResult(result) : undefined),
      });
      const write = async (chunk: Int16Array) => {
        samples += chunk.length;
        options.onResult({ kind: 'covered', toMs: (samples * 1_000) / options.sampleRateHz });
        await inner.write(chunk);
      };
      return changeStream(inner, { write });
    },
  },
  'never covers the end': {
    breaks: 'covers more and more audio, never the start of a final that is still to come, and all of it at the end',
    make: () => async (engine, options) => {
      let ending = false;
      const onResult = (result: SpeechResult) =>
        ending && result.kind === 'covered' ? undefined : options.onResult(result);
      const inner = await engine.open({ ...options, onResult });
      const end = () => ((ending = true), inner.end());
      return changeStream(inner, { end });
    },
  },
  'covers only audio with words': {
    breaks: 'covers silence while it lasts',
    make: () => {
      return (engine, options) => {
        let finals = 0;
        return engine.open({
          ...options,
          onResult: (result) => {
            if (result.kind === 'words') finals += result.isFinal ? 1 : 0;
            if (result.kind === 'words' || finals > 0) options.onResult(result);
            if (result.kind === 'covered') finals = 0;
          },
        });
      };
    },
  },
  'gives results after abort': {
    breaks: 'aborts at once, accepts a second abort, and gives no result afterwards',
    make: () => async (engine, options) => {
      const inner = await engine.open(options);
      const abort = async () => void setTimeout(() => void inner.end(), 20);
      return changeStream(inner, { abort });
    },
  },
  'drops audio that arrives too fast': {
    breaks: 'gives the same finals however the audio is cut and however fast it arrives',
    make: () => async (engine, options) => {
      const inner = await engine.open(options);
      let busy = false;
      const write = async (chunk: Int16Array) => {
        if (busy) return;
        busy = true;
        await new Promise<void>((resolve) => setImmediate(resolve));
        await inner.write(chunk);
        busy = false;
      };
      return changeStream(inner, { write });
    },
  },
  'gives the words of one stream to another': {
    breaks: 'keeps streams apart, also when one of them ends',
    make: () => {
      let latest: SpeechStreamOptions | null = null;
      return (engine, options) => {
        latest = options;
        return engine.open({ ...options, onResult: (result) => (latest ?? options).onResult(result) });
      };
    },
  },
  'gives words without audio': {
    breaks: 'gives no words for a stream without audio',
    make: () => async (engine, options) => {
      const inner = await engine.open(options);
      const end = async () => {
        await inner.end();
        options.onResult({ kind: 'words', isFinal: true, startMs: 0, endMs: 0, text: 'thanks', words: [] });
      };
      return changeStream(inner, { end });
    },
  },
};

/** Wraps a good engine so that it breaks one promise. */
export function breakSpeechEngine(engine: SpeechEngine, name: string): SpeechEngine {
  const open = brokenSpeechEngines[name]?.make();
  return {
    name: engine.name,
    sampleRateHz: engine.sampleRateHz,
    open: (options) => (open === undefined ? engine.open(options) : open(engine, options)),
    close: () => engine.close(),
  };
}
