/**
 * Streaming models that k2-fsa, the makers of sherpa-onnx, publish
 * (https://k2-fsa.github.io/sherpa/onnx/pretrained_models/index.html). Any other model works by its directory.
 */
export interface CatalogModel {
  /** The archive is `<archive>.tar.bz2` and contains a directory of that name. */
  readonly archive: string;
  /** Primary language subtags. */
  readonly languages: readonly string[];
  readonly about: string;
}

export const MODEL_BASE_URL = 'https://github.com/k2-fsa/sherpa-onnx/releases/download/asr-models';

export const sherpaModels: Readonly<Record<string, CatalogModel>> = {
  'zipformer-en-2023-06-26': {
    archive: 'sherpa-onnx-streaming-zipformer-en-2023-06-26',
    languages: ['en'],
    about: 'English, trained on LibriSpeech; int8 encoder of 68 MB',
  },
  'zipformer-en-20M-2023-02-17': {
    archive: 'sherpa-onnx-streaming-zipformer-en-20M-2023-02-17',
    languages: ['en'],
    about: 'English, 20 million parameters, for small machines',
  },
  'zipformer-fr-2023-04-14': {
    archive: 'sherpa-onnx-streaming-zipformer-fr-2023-04-14',
    languages: ['fr'],
    about: 'French',
  },
  'zipformer-bilingual-zh-en-2023-02-20': {
    archive: 'sherpa-onnx-streaming-zipformer-bilingual-zh-en-2023-02-20',
    languages: ['zh', 'en'],
    about: 'Chinese and English in one call',
  },
  'zipformer-ctc-multi-zh-hans-2023-12-13': {
    archive: 'sherpa-onnx-streaming-zipformer-ctc-multi-zh-hans-2023-12-13',
    languages: ['zh'],
    about: 'Chinese, CTC',
  },
};

/** The named model, or the first one for the language. A reason in one line if there is none. */
export function pickModel(name: string | undefined, language: string): { name: string; model: CatalogModel } | string {
  const known = Object.keys(sherpaModels).join(', ');
  const primary = language.toLowerCase().split('-')[0] ?? '';
  const picked = name ?? Object.keys(sherpaModels).find((each) => sherpaModels[each]?.languages[0] === primary);
  const model = picked === undefined ? undefined : sherpaModels[picked];
  if (picked !== undefined && model !== undefined) return { name: picked, model };
  if (name === undefined)
    return `it has no model for ${language}, only ${known}; for another model, see "Speech" in docs/configuration.md`;
  return `it knows no model of the chosen name (only ${known})`;
}
