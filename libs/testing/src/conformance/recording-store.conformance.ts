import { audioCodecs, bytesPerSample, callIdSchema, type CallId } from '@earshot/contracts';
import { parseWavHeader, silenceByte } from '@earshot/domain';
import type { RecordingFormat, RecordingStore, RecordingWriter, StoredRecording } from '@earshot/ports';
import { check, eventually, type ConformanceCase } from './conformance-case.js';

/** One storage that several processes share. */
export interface RecordingPlace {
  /** The store of one more process. */
  process(): RecordingStore;
}

const stereo: RecordingFormat = { codec: 'L16', sampleRateHz: 8_000, channelCount: 2 };
const call = (id: string): CallId => callIdSchema.parse(id);
const noise = (bytes: number, seed = 1) =>
  Buffer.from(Uint8Array.from({ length: bytes }, (_, at) => (at * 31 + (at >> 8) + seed * 17) & 0xff));
/** Bytes of one sample of both tracks in L16. */
const FRAME = 4;

async function bytesOf(recording: StoredRecording, from = 0, to = recording.sizeBytes - 1): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of recording.read(from, to)) pieces.push(Buffer.from(piece as Uint8Array));
  return Buffer.concat(pieces);
}

async function found(store: RecordingStore, id: CallId): Promise<StoredRecording> {
  const recording = await store.find(id);
  check(recording !== null, `no recording of ${id}`);
  return recording;
}

/** The samples of a recording. Checks that the header of the file agrees with them. */
async function samplesOf(store: RecordingStore, id: CallId, format = stereo): Promise<Buffer> {
  const recording = await found(store, id);
  const wav = await bytesOf(recording);
  check(wav.length === recording.sizeBytes, `read ${wav.length} bytes, but the size is ${recording.sizeBytes}`);
  const header = parseWavHeader(wav);
  check(header.ok, 'not a WAV file');
  const { codec, sampleRateHz, channelCount, dataOffset, dataBytes } = header.value;
  check(
    codec === format.codec && sampleRateHz === format.sampleRateHz && channelCount === format.channelCount,
    'the header states another format',
  );
  check(dataBytes === wav.length - dataOffset, `the header says ${dataBytes} bytes of ${wav.length - dataOffset}`);
  const seconds = dataBytes / bytesPerSample[codec] / channelCount / sampleRateHz;
  check(Math.abs(recording.durationMs - seconds * 1_000) < 1e-6, `${recording.durationMs} ms for ${seconds} s`);
  return wav.subarray(dataOffset);
}

const same = (actual: Buffer, expected: Buffer, what: string) =>
  check(
    actual.equals(expected),
    `${what}: the ${actual.length} bytes differ from the ${expected.length} expected ones`,
  );

const rejected = async (promise: Promise<unknown>): Promise<{ code?: string; retryable?: boolean }> => {
  try {
    await promise;
  } catch (error) {
    return error as { code?: string };
  }
  throw new Error('the promise was not rejected');
};

/** Writes in pieces, as frames arrive. */
async function write(writer: RecordingWriter, bytes: Buffer, pieceBytes = 3_200): Promise<void> {
  for (let at = 0; at < bytes.length; at += pieceBytes) await writer.append(bytes.subarray(at, at + pieceBytes));
}

const allDurable = (writer: RecordingWriter) =>
  eventually(() => writer.durableSample === writer.positionSample, 'everything durable', 60_000);

type Case = ConformanceCase<RecordingPlace>;

/** The promises of every `RecordingStore`. Each adapter must pass them, and each broken store must fail its case. */
export const recordingStoreConformance: readonly Case[] = [
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
