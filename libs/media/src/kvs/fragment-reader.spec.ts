import { describe, expect, it } from '@jest/globals';
import { FragmentReader, type FragmentPart } from './fragment-reader.js';
import { kvsErrorCodes, kvsErrors } from './kvs-errors.js';
import { ids } from './matroska-elements.js';
import { writeElement, writeFragment, type WrittenFragment } from './write-fragment.js';

/** `EARSHOT_FUZZ_SEED` repeats a run or tries another one, `EARSHOT_FUZZ_RUNS` makes it longer. The name shows the seed. */
const SEED = Number(process.env.EARSHOT_FUZZ_SEED ?? 20_261_129);
const RUNS = Number(process.env.EARSHOT_FUZZ_RUNS ?? 400);

const samplesOf = (first: number) => Uint8Array.from({ length: 320 }, (_, at) => (first + at) % 256);
const ordinary: WrittenFragment = {
  number: '91343852333181432392682062607260523024',
  producerAtMs: 1_700_000_000_250,
  tags: { CallId: 'call-1' },
  trackNames: ['AUDIO_FROM_CUSTOMER', 'AUDIO_TO_CUSTOMER'],
  blocks: [
    { track: 1, offsetMs: 0, samples: samplesOf(1) },
    { track: 2, offsetMs: 20, samples: samplesOf(2) },
  ],
};

const ordinaryParts: readonly FragmentPart[] = [
  { kind: 'tag', name: 'AWS_KINESISVIDEO_FRAGMENT_NUMBER', value: ordinary.number },
  { kind: 'tag', name: 'AWS_KINESISVIDEO_SERVER_TIMESTAMP', value: '1700000000.250' },
  { kind: 'tag', name: 'AWS_KINESISVIDEO_PRODUCER_TIMESTAMP', value: '1700000000.250' },
  { kind: 'tag', name: 'CallId', value: 'call-1' },
  {
    kind: 'fragment-started',
    number: ordinary.number,
    producerAtMs: 1_700_000_000_250,
    serverAtMs: 1_700_000_000_250,
  },
  { kind: 'audio', trackName: 'AUDIO_FROM_CUSTOMER', offsetMs: 0, samples: samplesOf(1) },
  { kind: 'audio', trackName: 'AUDIO_TO_CUSTOMER', offsetMs: 20, samples: samplesOf(2) },
  { kind: 'fragment-ended' },
];

function readAll(pieces: readonly Uint8Array[]): FragmentPart[] {
  const reader = new FragmentReader();
  return pieces.flatMap((bytes) => {
    const read = reader.receiveBytes(bytes);
    if (!read.ok) throw new Error(read.error);
    return read.value;
  });
}

/** Reads to the first error, which may come with the parts before it. */
function errorOf(pieces: readonly Uint8Array[]): string | null {
  const reader = new FragmentReader();
  for (const bytes of [...pieces, new Uint8Array(0)]) {
    const read = reader.receiveBytes(bytes);
    if (!read.ok) return read.error;
  }
  return null;
}

const second = { ...ordinary, number: '91343852333181432392682062607260523025', producerAtMs: 1_700_000_001_250 };
const withoutEnd = (parts: readonly FragmentPart[]) => parts.filter(({ kind }) => kind !== 'fragment-ended');

describe('the reader of fragments', () => {
  it.each([false, true])('reads numbers, times, tags, names and samples (in block groups: %s)', (isGrouped) => {
    const parts = readAll([writeFragment({ ...ordinary, isGrouped }), writeFragment(second)]);
    expect(parts.slice(0, ordinaryParts.length)).toEqual(ordinaryParts);
    expect(parts.find((part) => part.kind === 'fragment-started' && part.number === second.number)).toBeDefined();
  });

  it('reads the same when the bytes come one by one', () => {
    const bytes = writeFragment(ordinary);
    const whole = readAll([bytes, writeFragment(second)]);
    expect(readAll([...bytes, ...writeFragment(second)].map((byte) => Uint8Array.of(byte)))).toEqual(whole);
  });

  it('knows the tags that stand behind the audio', () => {
    const parts = readAll([writeFragment({ ...ordinary, areTagsLast: true })]);
    expect(parts.slice(-2)).toEqual([{ kind: 'fragment-ended' }, { kind: 'tag', name: 'CallId', value: 'call-1' }]);
  });

  it('skips what it does not know without holding it', () => {
    const seekHead = writeElement(0x114d9b74, new Uint8Array(2_000_000));
    const bytes = writeFragment(ordinary);
    const cluster = bytes.findIndex((_, at) => bytes.subarray(at, at + 4).join() === '31,67,182,117');
    const pieces = [bytes.subarray(0, cluster), seekHead, bytes.subarray(cluster), writeFragment(second)];
    expect(withoutEnd(readAll(pieces)).slice(0, ordinaryParts.length - 1)).toEqual(withoutEnd(ordinaryParts));
  });

  it.each([
    ['KVS_MEDIA_MALFORMED', Uint8Array.of(0, 0, 0)],
    ['KVS_MEDIA_MALFORMED', writeElement(ids.cluster, new Uint8Array(0))],
    ['KVS_MEDIA_MALFORMED', writeElement(ids.simpleBlock, new Uint8Array(8))],
  ])('refuses what is no Matroska (%s)', (code, bytes) => {
    expect(errorOf([bytes])).toBe(code);
  });

  it('refuses a block that no platform sends before it holds it', () => {
    const size = Uint8Array.of(0xa3, 0x10, 0x10, 0, 0);
    expect(errorOf([writeFragment(ordinary), size])).toBe('KVS_ELEMENT_TOO_LARGE');
  });

  it('refuses laced blocks', () => {
    const laced = writeElement(ids.simpleBlock, Uint8Array.of(0x81, 0, 0, 0x86, 1, 1, 1));
    expect(errorOf([writeFragment(ordinary), laced])).toBe('KVS_LACING_REFUSED');
  });

  it('reports an error that stands in the media', () => {
    const failed = writeFragment({ ...ordinary, tags: { AWS_KINESISVIDEO_EXCEPTION_ERROR_CODE: '3002' } });
    expect(errorOf([failed])).toBe('KVS_READ_FAILED');
  });

  it(`reads to its end or refuses whatever comes (seed ${SEED})`, () => {
    let state = SEED >>> 0;
    const random = (below: number) => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return Math.floor((state / 0x1_0000_0000) * below);
    };
    let refused = 0;
    for (let run = 0; run < RUNS; run++) {
      const bytes = writeFragment({ ...ordinary, isGrouped: run % 2 === 0, areTagsLast: run % 3 === 0 });
      for (let change = random(8); change > 0; change--) bytes[random(bytes.length)] = random(256);
      const cut = random(bytes.length);
      const error = errorOf([bytes.subarray(0, cut), bytes.subarray(cut), writeFragment(second)]);
      if (error !== null) refused += 1;
      expect(error === null || Object.hasOwn(kvsErrors, error)).toBe(true);
    }
    expect(refused).toBeGreaterThan(0);
    expect(refused).toBeLessThan(RUNS);
  });
});

describe('the errors of Kinesis Video Streams', () => {
  it.each(kvsErrorCodes)('says what %s means', (code) => {
    expect(kvsErrors[code]).toMatch(/^\S.*\.$/);
  });
});
