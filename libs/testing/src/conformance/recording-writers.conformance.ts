import { check } from './conformance-case.js';
import {
  allDurable,
  call,
  FRAME,
  noise,
  rejected,
  same,
  samplesOf,
  stereo,
  write,
  type RecordingCase,
} from './recording-case.js';

/** Who may write a recording, when, and in which format. */
export const recordingWriterCases: readonly RecordingCase[] = [
  {
    promise: 'refuses samples that it cannot store, and accepts the next ones',
    run: async (create) => {
      const store = (await create()).process();
      const writer = await store.open(call('refuses'), stereo);
      const tooLong = await rejected(writer.silenceUntil(8_000 * 86_401));
      check(
        tooLong.code === 'RECORDING_GAP_TOO_LONG' && tooLong.retryable === false,
        `a gap longer than a day gives ${tooLong.code}`,
      );
      const uneven = await rejected(writer.append(noise(3)));
      check(uneven.code === 'RECORDING_BAD_SAMPLES', `half a sample gives ${uneven.code}`);
      check(writer.positionSample === 0, 'a refused write moved the position');
      await writer.append(noise(400));
      await writer.close();
      const late = await rejected(writer.append(noise(4)));
      check(late.code === 'RECORDING_CLOSED', `after close: ${late.code}`);
      same(await samplesOf(store, call('refuses')), noise(400), 'after refused writes');
    },
  },
  {
    promise: 'refuses to continue in another format',
    run: async (create) => {
      const place = await create();
      const id = call('format');
      const writer = await place.process().open(id, stereo);
      await writer.append(noise(400));
      await writer.close();
      for (const change of [{ codec: 'PCMU' as const }, { sampleRateHz: 16_000 }, { channelCount: 1 }]) {
        const refusal = await rejected(place.process().open(id, { ...stereo, ...change }));
        check(refusal.code === 'RECORDING_FORMAT_CHANGED', `${JSON.stringify(change)} gives ${refusal.code}`);
      }
      const store = place.process();
      await store.finish(id);
      const refusal = await rejected(store.open(id, { ...stereo, channelCount: 1 }));
      check(refusal.code === 'RECORDING_FORMAT_CHANGED', `finished: ${refusal.code}`);
      await (await store.open(id, stereo)).close();
    },
  },
  {
    promise: 'has one writer per call in a process, until that writer is closed or abandoned',
    run: async (create) => {
      const store = (await create()).process();
      const id = call('in use');
      const writer = await store.open(id, stereo);
      const refusal = await rejected(store.open(id, stereo));
      check(refusal.code === 'RECORDING_IN_USE' && refusal.retryable === true, `gives ${refusal.code}`);
      await writer.close();
      const second = await store.open(id, stereo);
      await second.abandon();
      await second.abandon();
      const late = await rejected(second.append(noise(4)));
      check(late.code === 'RECORDING_CLOSED', `after abandon: ${late.code}`);
      await (await store.open(id, stereo)).close();
    },
  },
  {
    promise: 'keeps everything of the current writer while a replaced one still writes',
    run: async (create) => {
      const place = await create();
      const [id, audio] = [call('replaced'), noise(200_000)];
      const replaced = await place.process().open(id, stereo);
      await write(replaced, audio.subarray(0, 40_000));
      await allDurable(replaced);
      const successor = await place.process().open(id, stereo);
      const late = await place.process().open(id, stereo);
      const start = successor.positionSample * FRAME;
      await write(successor, audio.subarray(start, 160_000));
      await allDurable(successor);
      // Two ways to continue late: with audio, and only with close.
      await write(replaced, audio.subarray(40_000, 60_000));
      await replaced.close();
      await late.close();
      await write(successor, audio.subarray(160_000));
      await successor.close();
      same(await samplesOf(place.process(), id), audio, 'live');
      await place.process().finish(id);
      same(await samplesOf(place.process(), id), audio, 'finished');
    },
  },
  {
    promise: 'writes nothing more once a writer is abandoned',
    run: async (create) => {
      const place = await create();
      const id = call('abandoned');
      const writer = await place.process().open(id, stereo);
      await write(writer, noise(8_000));
      await writer.abandon();
      const sizeOf = async () => (await place.process().find(id))?.sizeBytes ?? 0;
      const size = await sizeOf();
      await rejected(writer.append(noise(400)));
      await rejected(writer.silenceUntil(1_000_000));
      await writer.close();
      check((await sizeOf()) === size, 'the recording grew after its writer was abandoned');
    },
  },
  {
    promise: 'continues a recording that was finished',
    run: async (create) => {
      const place = await create();
      const [id, audio] = [call('again'), noise(60_000)];
      for (const [from, to] of [
        [0, 20_000],
        [20_000, 40_000],
        [40_000, 60_000],
      ] as const) {
        const store = place.process();
        const writer = await store.open(id, stereo);
        check(writer.positionSample * FRAME === from, `begins at ${writer.positionSample * FRAME}, not at ${from}`);
        await write(writer, audio.subarray(from, to));
        await writer.close();
        same(await samplesOf(store, id), audio.subarray(0, to), 'before it is finished again');
        await place.process().finish(id);
        same(await samplesOf(store, id), audio.subarray(0, to), 'finished again');
      }
    },
  },
  {
    promise: 'keeps the recordings of similar ids apart',
    run: async (create) => {
      const store = (await create()).process();
      const long = 'x'.repeat(255);
      const ids = [
        '../../etc/passwd',
        '..',
        'a/b',
        'a\\b',
        'a',
        'A',
        'a.wav',
        'ä',
        'a\u0308',
        '😀',
        `${long}x`,
        `${long}y`,
        'a b+c%20?#',
      ];
      for (const [index, id] of ids.entries()) {
        const writer = await store.open(call(id), stereo);
        await writer.append(noise(400, index));
        await writer.close();
        if (index % 2 === 0) await store.finish(call(id));
      }
      for (const [index, id] of ids.entries())
        same(await samplesOf(store, call(id)), noise(400, index), id.slice(0, 20));
    },
  },
];
