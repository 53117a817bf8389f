import { audioCodecs, bytesPerSample } from '@earshot/contracts';
import { silenceByte } from '@earshot/domain';
import { check } from './conformance-case.js';
import {
  allDurable,
  bytesOf,
  call,
  FRAME,
  found,
  noise,
  same,
  samplesOf,
  stereo,
  write,
  type RecordingCase,
} from './recording-case.js';

/** Which samples a recording holds and returns. */
export const recordingContentCases: readonly RecordingCase[] = [
  {
    promise: 'returns exactly the bytes that it was given, in every codec, before and after it is finished',
    run: async (create) => {
      const store = (await create()).process();
      for (const codec of audioCodecs) {
        const [id, format] = [call(`bytes-${codec}`), { ...stereo, codec }];
        const writer = await store.open(id, format);
        const audio = noise(41_600);
        await Promise.all([writer.append(audio.subarray(0, 3_200)), writer.append(audio.subarray(3_200, 4_000))]);
        await write(writer, audio.subarray(4_000));
        await writer.close();
        await writer.close();
        same(await samplesOf(store, id, format), audio, codec);
        await store.finish(id);
        await store.finish(id);
        same(await samplesOf(store, id, format), audio, `${codec}, finished`);
      }
      await store.finish(call('never recorded'));
      check((await store.find(call('never recorded'))) === null, 'a recording was found that was never written');
    },
  },
  {
    promise: 'keeps durable samples for another process when the writer dies, and continues after them',
    run: async (create) => {
      const place = await create();
      const [id, audio] = [call('crash'), noise(120_000)];
      let durable = 0;
      for (let start = 0, owner = 0; start < 80_000; owner += 1) {
        check(owner < 20, 'the samples never become durable');
        const writer = await place.process().open(id, stereo);
        start = writer.positionSample * FRAME;
        check(start >= durable, `${durable} bytes were durable, but the next owner begins at ${start}`);
        check(writer.durableSample === writer.positionSample, 'the stored samples are not durable');
        await write(writer, audio.subarray(start, start + 40_000));
        if (owner === 0) await allDurable(writer);
        check(writer.durableSample <= writer.positionSample, 'more is durable than was written');
        durable = writer.durableSample * FRAME;
        // The other writers are not closed, as after SIGKILL. Their pending writes may arrive late.
        if (start >= 80_000) await writer.close();
      }
      const reader = place.process();
      await reader.finish(id);
      same(await samplesOf(reader, id), audio, 'after several owners');
    },
  },
  {
    promise: 'is a playable file while it grows, and a reader keeps the length that it found',
    run: async (create) => {
      const place = await create();
      const [id, audio, reader] = [call('grows'), noise(96_000), place.process()];
      let onDurableCalls = 0;
      const writer = await place.process().open(id, stereo, () => (onDurableCalls += 1));
      await write(writer, audio.subarray(0, 64_000));
      const callsBefore = onDurableCalls;
      const wasDurable = writer.durableSample === writer.positionSample;
      await allDurable(writer);
      check(wasDurable || onDurableCalls > callsBefore, 'onDurable was not called when more became durable');
      same(await samplesOf(reader, id), audio.subarray(0, 64_000), 'while it grows');
      const early = await found(reader, id);
      await write(writer, audio.subarray(64_000));
      await writer.close();
      same((await bytesOf(early)).subarray(-64_000), audio.subarray(0, 64_000), 'found early, read after close');
      await reader.finish(id);
      same((await bytesOf(early)).subarray(-64_000), audio.subarray(0, 64_000), 'found early, read when finished');
      same(await samplesOf(reader, id), audio, 'in the end');
    },
  },
  {
    promise: 'reads any range, while it grows and when it is finished',
    run: async (create) => {
      const place = await create();
      const [id, store] = [call('ranges'), place.process()];
      const writer = await store.open(id, stereo);
      await write(writer, noise(50_000));
      await writer.silenceUntil(40_000);
      await write(writer, noise(50_000, 3));
      await writer.close();
      const checkRanges = async (phase: string) => {
        const recording = await found(store, id);
        const whole = await bytesOf(recording);
        const last = recording.sizeBytes - 1;
        for (const [from, to] of [
          ...[
            [0, 0],
            [0, 43],
            [40, 50],
            [44, 44],
            [100, last + 99_999],
            [last, last],
            [0, last],
          ],
          ...[
            [12_345, 67_890],
            [49_990, 60_000],
            [150_000, 170_000],
            [160_044, 160_044],
            [32_043, 32_045],
          ],
        ] as [number, number][]) {
          same(await bytesOf(recording, from, to), whole.subarray(from, to + 1), `${phase}, ${from}-${to}`);
        }
        check((await bytesOf(recording, last + 10, last + 20)).length === 0, 'bytes after the end');
      };
      await checkRanges('live');
      await store.finish(id);
      await checkRanges('finished');
    },
  },
  {
    promise: 'fills a gap with silence of its length, also at the end, in every codec',
    run: async (create) => {
      const store = (await create()).process();
      for (const codec of audioCodecs) {
        const [id, format] = [call(`gap-${codec}`), { ...stereo, codec }];
        const frame = bytesPerSample[codec] * 2;
        const silent = (samples: number) => Buffer.alloc(samples * frame, silenceByte(codec));
        const writer = await store.open(id, format);
        await writer.append(noise(frame));
        await writer.silenceUntil(100);
        await writer.silenceUntil(50);
        check(writer.positionSample === 100, `at ${writer.positionSample}, not at 100`);
        await writer.append(noise(frame, 9));
        await writer.silenceUntil(200_000);
        await writer.append(noise(frame, 5));
        await writer.silenceUntil(300_000);
        const expected = Buffer.concat([
          ...[noise(frame), silent(99), noise(frame, 9), silent(199_899), noise(frame, 5), silent(99_999)],
        ]);
        await writer.close();
        same(await samplesOf(store, id, format), expected, codec);
        await store.finish(id);
        same(await samplesOf(store, id, format), expected, `${codec}, finished`);
      }
    },
  },
];
