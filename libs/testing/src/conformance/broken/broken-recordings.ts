import type { CallId } from '@earshot/contracts';
import type { RecordingStore, RecordingWriter, StoredRecording } from '@earshot/ports';
import { Readable } from 'node:stream';
import { InMemoryRecordings } from '../../fakes/in-memory-recordings.js';
import type { RecordingPlace } from '../recording-case.js';

interface Lies {
  writer?(writer: RecordingWriter, callId: CallId): Partial<RecordingWriter>;
  stored?(recording: StoredRecording, callId: CallId): Partial<StoredRecording>;
  store?(store: RecordingStore): Partial<RecordingStore>;
}
type Break = (place: InMemoryRecordings) => Lies;

/** Broken recording stores: each changes a good store and must fail the conformance case of the promise in `breaks`. */
export const brokenRecordings: Readonly<Record<string, { breaks: string; make: Break }>> = {
  'reports samples in memory as durable': {
    breaks: 'keeps durable samples for another process when the writer dies, and continues after them',
    make: () => {
      return {
        writer: (writer) => {
          const kept: Uint8Array[] = [];
          let bytes = 0;
          const frame = 4;
          const start = writer.positionSample;
          const at = { get: () => start + bytes / frame };
          const lying: Partial<RecordingWriter> = {
            append: async (samples) => {
              kept.push(samples);
              bytes += samples.length;
            },
            close: async () => {
              for (const samples of kept.splice(0)) await writer.append(samples);
              await writer.close();
            },
          };
          return Object.defineProperties(lying, {
            positionSample: { enumerable: true, ...at },
            durableSample: { enumerable: true, ...at },
          });
        },
      };
    },
  },
  'truncates the file at its own position': {
    breaks: 'keeps everything of the current writer while a replaced one still writes',
    make: (place) => ({
      writer: (writer, callId) => ({
        append: async (samples) => {
          await writer.append(samples);
          const file = place.files.get(callId);
          if (file) file.samples = file.samples.subarray(0, writer.positionSample * 4);
        },
      }),
    }),
  },
  'appends at the end of the file instead of its own position': {
    breaks: 'keeps everything of the current writer while a replaced one still writes',
    make: (place) => ({
      writer: (_writer, callId) => ({
        append: async (samples) => {
          const file = place.files.get(callId);
          if (file) file.samples = Buffer.concat([file.samples, samples]);
        },
      }),
    }),
  },
  'starts over after a crash': {
    breaks: 'keeps durable samples for another process when the writer dies, and continues after them',
    make: (place) => ({
      store: (store) => ({
        open: (callId, format) => {
          place.files.delete(callId);
          return store.open(callId, format);
        },
      }),
    }),
  },
  'leaves gaps out': {
    breaks: 'fills a gap with silence of its length, also at the end, in every codec',
    make: () => ({ writer: () => ({ silenceUntil: async () => undefined }) }),
  },
  'reads one byte too few': {
    breaks: 'reads any range, while it grows and when it is finished',
    make: () => ({ stored: (recording) => ({ read: (from, to) => recording.read(from, to - 1) }) }),
  },
  'returns samples that were appended after it was found': {
    breaks: 'is a playable file while it grows, and a reader keeps the length that it found',
    make: (place) => ({
      stored: (_recording, callId) => ({
        read: (from) => Readable.from(readNow(place, callId, from), { objectMode: false }),
      }),
    }),
  },
  'accepts any format': {
    breaks: 'refuses to continue in another format',
    make: (place) => ({
      store: (store) => ({
        open: (callId, format) => {
          const file = place.files.get(callId);
          if (file) place.files.set(callId, { format, samples: file.samples });
          return store.open(callId, format);
        },
      }),
    }),
  },
  'allows two writers at once': {
    breaks: 'has one writer per call in a process, until that writer is closed or abandoned',
    make: (place) => ({ store: () => ({ open: (callId, format) => place.process().open(callId, format) }) }),
  },
  'writes after it was abandoned': {
    breaks: 'writes nothing more once a writer is abandoned',
    make: (place) => ({
      writer: (writer, callId) => ({
        append: (samples) =>
          writer.append(samples).catch((error: unknown) => {
            const file = place.files.get(callId);
            if (file) file.samples = Buffer.concat([file.samples, samples]);
            throw error;
          }),
      }),
    }),
  },
  'loses earlier samples when it is finished': {
    breaks: 'continues a recording that was finished',
    make: (place) => ({
      store: () => ({
        finish: async (callId) => {
          const file = place.files.get(callId);
          if (file && file.samples.length > 45_000) file.samples = file.samples.subarray(20_000);
        },
      }),
    }),
  },
  'mixes up ids that differ only in case': {
    breaks: 'keeps the recordings of similar ids apart',
    make: (place) => ({
      store: (store) => ({
        open: (callId, format) => {
          const lower = callId.toLowerCase() as typeof callId;
          return store.open(place.files.has(lower) ? lower : callId, format);
        },
      }),
    }),
  },
};

/** Recordings in memory whose stores break one promise. */
export function brokenPlace(make: Break): RecordingPlace {
  const good = new InMemoryRecordings();
  const lies = make(good);
  return {
    process: () => {
      const process = good.process();
      const store = lying(process, lies.store?.(process));
      return {
        open: async (callId, format, onDurable) => {
          const writer = await store.open(callId, format, onDurable);
          return lying(writer, lies.writer?.(writer, callId));
        },
        finish: (callId) => store.finish(callId),
        find: async (callId) => {
          const recording = await store.find(callId);
          return recording && lying(recording, lies.stored?.(recording, callId));
        },
      };
    },
  };
}

const lying = <T extends object>(honest: T, lies: Partial<T> = {}): T =>
  new Proxy(honest, {
    get: (target, name) => {
      if (Object.hasOwn(lies, name)) return lies[name as keyof T];
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });

async function* readNow(place: InMemoryRecordings, callId: CallId, from: number): AsyncGenerator<Uint8Array> {
  const now = await place.process().find(callId);
  if (now !== null) yield* now.read(from, now.sizeBytes) as AsyncIterable<Uint8Array>;
}
