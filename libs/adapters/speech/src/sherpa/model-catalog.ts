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
  /**
   * What a download must match. Several public projects state these digests (read on 2026-11-28); those of files are of the
   * publisher's own copies on Hugging Face. Without a pin the operator has to give the digest of the archive.
   */
  readonly pin?: ModelPin;
}

/** SHA-256 of the archive, or of each file that the recogniser loads, in lower-case hexadecimal. */
export type ModelPin = { readonly archive: string } | { readonly files: Readonly<Record<string, string>> };

/** Both English models have these tokens. */
const ENGLISH_TOKENS_SHA256 = '49e3c2646595fd907228b3c6787069658f67b17377c60aeb8619c4551b2316fb';

export const MODEL_BASE_URL = 'https://github.com/k2-fsa/sherpa-onnx/releases/download/asr-models';

export const sherpaModels: Readonly<Record<string, CatalogModel>> = {
  'zipformer-en-2023-06-26': {
    archive: 'sherpa-onnx-streaming-zipformer-en-2023-06-26',
    languages: ['en'],
    about: 'English, trained on LibriSpeech; int8 encoder of 68 MB',
    pin: {
      files: {
        'encoder-epoch-99-avg-1-chunk-16-left-128.int8.onnx':
          '563fde436d16cf7607cf408cd6b30909819d03162652ef389c2450ced3f45ac1',
        'decoder-epoch-99-avg-1-chunk-16-left-128.onnx':
          '7bf787f90b194b307e5a4ad6a34fadb4e748304c35f78a8d66358a05b13ee6ef',
        'joiner-epoch-99-avg-1-chunk-16-left-128.int8.onnx':
          'd944208d660d67c8d72cd2acaeac971fa5ceb8c80e76c1968148846fedd6e297',
        'tokens.txt': ENGLISH_TOKENS_SHA256,
      },
    },
  },
  'zipformer-en-20M-2023-02-17': {
    archive: 'sherpa-onnx-streaming-zipformer-en-20M-2023-02-17',
    languages: ['en'],
    about: 'English, 20 million parameters, for small machines',
    pin: {
      files: {
        'encoder-epoch-99-avg-1.int8.onnx': '3810755ce7c3ab26b42a8bcf39d191308fa27fb0f53358823ba46141d03b7eb3',
        'decoder-epoch-99-avg-1.onnx': '45a7f940ecfb53d89fa270ad11b88b961e53a317203eb24b1c8e95ed208b0f30',
        'joiner-epoch-99-avg-1.int8.onnx': 'e085d73b593cf9b0707f370dbd656d58327d3fe36d80d849202ef81df02cb01e',
        'tokens.txt': ENGLISH_TOKENS_SHA256,
      },
    },
  },
  'zipformer-fr-2023-04-14': {
    archive: 'sherpa-onnx-streaming-zipformer-fr-2023-04-14',
    languages: ['fr'],
    about: 'French',
    pin: { archive: '77d4cbd61dcfa55fd2c14efc0ce5c6798be5931c05f35df5bab60c921950bb8c' },
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

export const sherpaModelNames: readonly string[] = Object.keys(sherpaModels);

/** The named model, or the first one for the language. A reason in one line if there is none. */
export function pickModel(name: string | undefined, language: string): { name: string; model: CatalogModel } | string {
  const known = sherpaModelNames.join(', ');
  const primary = language.toLowerCase().split('-')[0] ?? '';
  const picked = name ?? sherpaModelNames.find((each) => sherpaModels[each]?.languages[0] === primary);
  const model = picked === undefined ? undefined : sherpaModels[picked];
  if (picked !== undefined && model !== undefined) return { name: picked, model };
  if (name === undefined)
    return `it has no model for ${language}, only ${known}; for another model, set SPEECH_MODEL_DIR: docs/configuration.md`;
  return `it knows no model of the chosen name (only ${known})`;
}
