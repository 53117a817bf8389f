import { open, readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';

/** A streaming model on this machine. */
export interface SherpaModel {
  readonly name: string;
  /** BCP 47 tag. Undefined for a model of several languages or of an unknown one. */
  readonly language?: string | undefined;
  readonly tokens: string;
  /** The part of the recogniser's `modelConfig` that names its files. */
  readonly files: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** Marks in the metadata at the end of CTC model files; the exporters write them. */
const CTC_KINDS = [
  { mark: 'zipformer2', key: 'zipformer2Ctc' },
  { mark: 'cache_last_channel_dim1', key: 'nemoCtc' },
  { mark: 'frame_length_ms', key: 'toneCtc' },
] as const;
const METADATA_BYTES = 262_144;

/**
 * The model in a directory, recognised by its files: `tokens.txt` with `encoder*`, `decoder*` and `joiner*` (a transducer),
 * or with one CTC model. A reason in one line if there is none.
 */
export async function findModel(directory: string, name = basename(directory)): Promise<SherpaModel | string> {
  const files = await readdir(directory).catch(() => null);
  if (files === null) return `there is no directory ${directory}`;
  if (!files.includes('tokens.txt')) return `${directory} has no tokens.txt`;
  const tokens = join(directory, 'tokens.txt');
  const models = files.filter((file) => file.endsWith('.onnx')).sort(smallFirst);
  const transducer = findTransducer(models);
  if (transducer !== null) {
    const [encoder, decoder, joiner] = transducer.map((file) => join(directory, file));
    return {
      name,
      tokens,
      files: { transducer: { encoder: encoder ?? '', decoder: decoder ?? '', joiner: joiner ?? '' } },
    };
  }
  const file = models.find((candidate) => !/^(encoder|decoder|joiner)/.test(candidate));
  if (file === undefined)
    return `${directory} has no streaming model: neither encoder, decoder and joiner nor one CTC model`;
  const key = await ctcKind(join(directory, file));
  if (key === null) return `${join(directory, file)} is not a streaming CTC model that is known here`;
  return { name, tokens, files: { [key]: { model: join(directory, file) } } };
}

/** int8 files first: they are four times smaller and about as good. Then the variant with the longest context. */
function smallFirst(a: string, b: string): number {
  const isInt8 = (file: string) => Number(file.includes('.int8.'));
  return isInt8(b) - isInt8(a) || b.localeCompare(a, 'en', { numeric: true });
}

function findTransducer(models: readonly string[]): readonly [string, string, string] | null {
  const variant = (file: string) => file.replace(/^(encoder|decoder|joiner)/, '').replace('.int8', '');
  for (const encoder of models.filter((file) => file.startsWith('encoder'))) {
    const part = (role: string) => models.filter((file) => file.startsWith(role) && variant(file) === variant(encoder));
    // The decoder is tiny and loses most when it is quantised, so take the full one.
    const decoder = part('decoder').at(-1);
    const joiner = part('joiner')[0];
    if (decoder !== undefined && joiner !== undefined) return [encoder, decoder, joiner];
  }
  return null;
}

async function ctcKind(path: string): Promise<string | null> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const buffer = Buffer.alloc(Math.min(size, METADATA_BYTES));
    await file.read(buffer, 0, buffer.length, size - buffer.length);
    return CTC_KINDS.find(({ mark }) => buffer.includes(mark))?.key ?? null;
  } finally {
    await file.close();
  }
}
