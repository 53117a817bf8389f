import { insertBefore, insertImport, pascalCase, requireFree } from '../edit-file.mjs';
import { finish } from '../finish.mjs';

/**
 * Adds a vendor's folder and its line in the registry. Until somebody writes the connection, `open` rejects, so no call can
 * lose words to it.
 */
export default async function generateSpeechEngine(tree, { name, ...options }) {
  const speech = 'libs/adapters/speech/src';
  requireFree(tree, `${speech}/${name}/index.ts`);
  for (const [file, content] of Object.entries(filesOf(name, pascalCase(name), name.toUpperCase())))
    tree.write(`${speech}/${name}/${file}`, content);
  const registry = `${speech}/registry.ts`;
  insertImport(tree, registry, `${name}Settings`, `./${name}/${name}.settings.js`);
  insertBefore(tree, registry, /^\} satisfies SpeechVendors;/m, registryLine(name, pascalCase(name)));
  return finish(tree, options);
}

/** It promises nothing that the engine does not do yet. */
const registryLine = (name, Vendor) => `  ${name}: {
    isAutomatic: false,
    capabilities: {
      audioGoesTo: '${Vendor}',
      languages: 'not known yet',
      partials: false,
      wordTimes: 'measured',
      confidence: false,
      customVocabulary: false,
      redaction: false,
      diarisation: false,
    },
    settings: ${name}Settings,
    load: () => import('./${name}/index.js'),
  },
`;

const filesOf = (name, Vendor, VENDOR) => ({
  [`${name}.settings.ts`]: `import { z } from 'zod';
import { optionalTextSetting } from '@earshot/contracts';

export const ${name}Settings = z.object({
  ${VENDOR}_API_KEY: optionalTextSetting.describe('Key of the ${Vendor} account.'),
});
export type ${Vendor}Settings = z.infer<typeof ${name}Settings>;
`,
  'index.ts': `import type { PrepareSpeechEngine } from '../speech-vendor.js';
import type { ${Vendor}Settings } from './${name}.settings.js';
import { ${Vendor}SpeechEngine } from './${name}.speech-engine.js';

export const prepare: PrepareSpeechEngine<${Vendor}Settings> = async ({ ${VENDOR}_API_KEY: apiKey }) => {
  const engine = apiKey === undefined ? null : new ${Vendor}SpeechEngine();
  return {
    current: () => ({ engine, reason: engine === null ? '${VENDOR}_API_KEY is not set' : 'the ${Vendor} account' }),
    close: async () => engine?.close(),
  };
};
`,
  [`${name}.speech-engine.ts`]: `import { Failure, type SpeechEngine, type SpeechStream } from '@earshot/ports';

/** Streams the audio of a track to ${Vendor}. \`normalize-${name}.ts\` turns its answers into results. */
export class ${Vendor}SpeechEngine implements SpeechEngine {
  readonly name = '${name}';
  readonly sampleRateHz = 16_000;

  open(): Promise<SpeechStream> {
    return Promise.reject(new Failure('OWN_SPEECH_NOT_CONNECTED', 'The ${name} engine has no connection yet.'));
  }

  async close(): Promise<void> {}
}
`,
  [`normalize-${name}.ts`]: `import type { SpeechResult } from '@earshot/ports';

/** One answer of ${Vendor}, as recorded from its service. Times are seconds of audio. */
export interface ${Vendor}Answer {
  readonly isFinal: boolean;
  readonly words: readonly { readonly text: string; readonly start: number; readonly end: number }[];
}

/** Turns an answer into words with times in milliseconds; null for an answer without words. */
export function normalize${Vendor}({ isFinal, words }: ${Vendor}Answer): SpeechResult | null {
  const timed = words.map(({ text, start, end }) => ({
    text,
    startMs: Math.round(start * 1_000),
    endMs: Math.round(end * 1_000),
  }));
  const [first, last] = [timed[0], timed.at(-1)];
  if (first === undefined || last === undefined) return null;
  const text = timed.map((word) => word.text).join(' ');
  return { kind: 'words', isFinal, startMs: first.startMs, endMs: last.endMs, text, words: timed };
}
`,
  [`normalize-${name}.spec.ts`]: `import { expect, it } from '@jest/globals';
import { normalize${Vendor} } from './normalize-${name}.js';

it('turns an answer into words with times in milliseconds', () => {
  const words = [
    { text: 'good', start: 0.25, end: 0.5 },
    { text: 'morning', start: 0.5, end: 1 },
  ];
  expect(normalize${Vendor}({ isFinal: true, words })).toMatchObject({
    kind: 'words',
    isFinal: true,
    startMs: 250,
    endMs: 1_000,
    text: 'good morning',
  });
});

it('gives no result for an answer without words', () => {
  expect(normalize${Vendor}({ isFinal: false, words: [] })).toBeNull();
});
`,
});
