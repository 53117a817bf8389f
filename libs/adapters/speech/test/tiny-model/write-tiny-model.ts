import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encodeModel, floats, int64s, node, value } from './onnx.js';

/**
 * Streaming models small enough to write by hand. They recognise tones: each piece of a word belongs to a band of the
 * log-mel features, and silence is blank. With them the tests run the real recogniser without a download.
 */
export const tinyPieces = ['▁ab', 'ba', '▁co', 'do', '▁ef', 'gi'] as const;
/** Tones; the models recognise the piece at the same index. */
export const tinyTonesHz = [420, 700, 1_050, 1_700, 2_700, 4_200] as const;

const FEATURES = 80;
const SUBSAMPLING = 4;
const CHUNK_FRAMES = 32;
const SAMPLE_RATE_HZ = 16_000;
/** The log-mel level of a tone is well above this, that of silence far below. */
const BLANK_LEVEL = 2;

const mel = (hz: number) => 1_127 * Math.log(1 + hz / 700);
/** Bin of the recogniser's mel filters (20 Hz to 400 Hz below the Nyquist frequency) that a tone falls into. */
const binOf = (hz: number) =>
  Math.round(((mel(hz) - mel(20)) / (mel(SAMPLE_RATE_HZ / 2 - 400) - mel(20))) * (FEATURES + 1)) - 1;

/** Weights from features to pieces and blank; blank is at `blankAt`. */
function bands(blankAt: number): { weights: number[]; bias: number[] } {
  const size = tinyPieces.length + 1;
  const weights = new Array<number>(FEATURES * size).fill(0);
  const bias = new Array<number>(size).fill(0);
  bias[blankAt] = BLANK_LEVEL;
  for (const [piece, hz] of tinyTonesHz.entries()) {
    for (const bin of [binOf(hz) - 1, binOf(hz), binOf(hz) + 1])
      weights[bin * size + piece + (blankAt === 0 ? 1 : 0)] = 1 / 3;
  }
  return { weights, bias };
}

/** Writes a streaming CTC model in NeMo's form: `model.onnx` and `tokens.txt`. */
export async function writeTinyCtcModel(directory: string): Promise<void> {
  const size = tinyPieces.length + 1;
  const { weights, bias } = bands(size - 1);
  const caches = ['cache_last_channel', 'cache_last_time'] as const;
  const model = encodeModel({
    metadata: {
      window_size: CHUNK_FRAMES,
      chunk_shift: CHUNK_FRAMES,
      subsampling_factor: SUBSAMPLING,
      vocab_size: tinyPieces.length,
      ...Object.fromEntries(caches.flatMap((cache) => [1, 2, 3].map((n) => [`${cache}_dim${n}`, 1]))),
      model_type: 'EncDecCTCModelBPE',
    },
    inputs: [
      value('audio_signal', 'float', ['N', FEATURES, 'T']),
      value('length', 'int64', ['N']),
      ...caches.map((cache) => value(cache, 'float', ['N', 1, 1, 1])),
      value('cache_last_channel_len', 'int64', ['N']),
    ],
    constants: [
      int64s('from', [0]),
      int64s('to', [1_000_000]),
      int64s('axis', [2]),
      int64s('step', [SUBSAMPLING]),
      floats('weights', [FEATURES, size], weights),
      floats('bias', [size], bias),
    ],
    nodes: [
      node('Slice', ['audio_signal', 'from', 'to', 'axis', 'step'], 'sampled'),
      node('Transpose', ['sampled'], 'frames', { perm: [0, 2, 1] }),
      node('MatMul', ['frames', 'weights'], 'scores'),
      node('Add', ['scores', 'bias'], 'logprobs'),
      node('Identity', ['length'], 'encoded_lengths'),
      ...[...caches, 'cache_last_channel_len'].map((cache) => node('Identity', [cache], `${cache}_next`)),
    ],
    outputs: [
      value('logprobs', 'float', ['N', 'F', size]),
      value('encoded_lengths', 'int64', ['N']),
      ...caches.map((cache) => value(`${cache}_next`, 'float', ['N', 1, 1, 1])),
      value('cache_last_channel_len_next', 'int64', ['N']),
    ],
  });
  await writeFiles(directory, { 'model.onnx': model, 'tokens.txt': tokens([...tinyPieces, '<blk>']) });
}

/**
 * Writes a streaming transducer in the form of icefall's LSTM models: `encoder`, `decoder`, `joiner` and `tokens.txt`.
 * The decoder forbids the last recognised piece, so a long tone is one piece.
 */
export async function writeTinyTransducerModel(directory: string): Promise<void> {
  const size = tinyPieces.length + 1;
  const { weights, bias } = bands(0);
  const forbidden = Array.from({ length: size * size }, (_, at) => (at % (size + 1) === 0 && at > 0 ? -1_000 : 0));
  const encoder = encodeModel({
    metadata: {
      model_type: 'lstm',
      num_encoder_layers: 1,
      T: CHUNK_FRAMES,
      decode_chunk_len: CHUNK_FRAMES,
      rnn_hidden_size: 1,
      d_model: 1,
    },
    inputs: [
      value('x', 'float', ['N', 'T', FEATURES]),
      ...['h', 'c'].map((state) => value(state, 'float', [1, 'N', 1])),
    ],
    constants: [
      int64s('from', [0]),
      int64s('to', [1_000_000]),
      int64s('axis', [1]),
      int64s('step', [SUBSAMPLING]),
      floats('weights', [FEATURES, size], weights),
      floats('bias', [size], bias),
    ],
    nodes: [
      node('Slice', ['x', 'from', 'to', 'axis', 'step'], 'frames'),
      node('MatMul', ['frames', 'weights'], 'scores'),
      node('Add', ['scores', 'bias'], 'encoder_out'),
      node('Identity', ['h'], 'next_h'),
      node('Identity', ['c'], 'next_c'),
    ],
    outputs: [
      value('encoder_out', 'float', ['N', 'F', size]),
      ...['next_h', 'next_c'].map((state) => value(state, 'float', [1, 'N', 1])),
    ],
  });
  const decoder = encodeModel({
    metadata: { vocab_size: size, context_size: 1 },
    inputs: [value('y', 'int64', ['N', 1])],
    constants: [floats('forbidden', [size, size], forbidden), int64s('axis', [1])],
    nodes: [node('Gather', ['forbidden', 'y'], 'rows'), node('Squeeze', ['rows', 'axis'], 'decoder_out')],
    outputs: [value('decoder_out', 'float', ['N', size])],
  });
  const joiner = encodeModel({
    metadata: { joiner_dim: size },
    inputs: ['encoder_out', 'decoder_out'].map((name) => value(name, 'float', ['N', size])),
    constants: [],
    nodes: [node('Add', ['encoder_out', 'decoder_out'], 'logit')],
    outputs: [value('logit', 'float', ['N', size])],
  });
  await writeFiles(directory, {
    'encoder-tiny.int8.onnx': encoder,
    'decoder-tiny.onnx': decoder,
    'joiner-tiny.int8.onnx': joiner,
    'tokens.txt': tokens(['<blk>', ...tinyPieces]),
  });
}

/** Tones of 200 ms with 80 ms of silence at their end; null is a pause of the same length. */
export function tones(pieces: readonly (number | null)[], sampleRateHz = SAMPLE_RATE_HZ): Int16Array {
  const perTone = sampleRateHz / 5;
  const samples = new Int16Array(pieces.length * perTone);
  for (const [n, piece] of pieces.entries()) {
    const hz = piece === null ? undefined : tinyTonesHz[piece];
    if (hz === undefined) continue;
    for (let at = 0; at < perTone * 0.6; at += 1) {
      samples[n * perTone + at] = Math.round(8_000 * Math.sin((2 * Math.PI * hz * at) / sampleRateHz));
    }
  }
  return samples;
}

const tokens = (pieces: readonly string[]): Uint8Array =>
  Buffer.from(pieces.map((piece, id) => `${piece} ${id}\n`).join(''), 'utf8');

async function writeFiles(directory: string, files: Readonly<Record<string, Uint8Array>>): Promise<void> {
  await mkdir(directory, { recursive: true });
  await Promise.all(Object.entries(files).map(([name, content]) => writeFile(join(directory, name), content)));
}
