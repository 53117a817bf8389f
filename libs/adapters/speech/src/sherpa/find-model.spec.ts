import { afterAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { findModel } from './find-model.js';
import { pickModel } from './model-catalog.js';

const made: string[] = [];
async function directoryWith(files: Record<string, string>): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'earshot-model-'));
  made.push(directory);
  for (const [name, content] of Object.entries(files)) await writeFile(join(directory, name), content);
  return directory;
}
const withoutDirectory = (found: unknown, directory: string) =>
  JSON.parse(JSON.stringify(found).replaceAll(`${directory}/`, ''));
afterAll(() => Promise.all(made.map((directory) => rm(directory, { recursive: true }))));

describe('finding a model in a directory', () => {
  it('takes a transducer with the small encoder and the full decoder of one variant', async () => {
    // The files of k2-fsa's English zipformer of June 2023.
    const names = ['encoder', 'decoder', 'joiner'].flatMap((role) =>
      [64, 128].flatMap((left) =>
        ['', '.int8'].map((size) => `${role}-epoch-99-avg-1-chunk-16-left-${left}${size}.onnx`),
      ),
    );
    const directory = await directoryWith(
      Object.fromEntries(['tokens.txt', 'README.md', ...names].map((name) => [name, ''])),
    );
    expect(withoutDirectory(await findModel(directory), directory)).toEqual({
      name: basename(directory),
      tokens: 'tokens.txt',
      files: {
        transducer: {
          encoder: 'encoder-epoch-99-avg-1-chunk-16-left-128.int8.onnx',
          decoder: 'decoder-epoch-99-avg-1-chunk-16-left-128.onnx',
          joiner: 'joiner-epoch-99-avg-1-chunk-16-left-128.int8.onnx',
        },
      },
    });
  });

  it.each([
    ['zipformer2', 'zipformer2Ctc'],
    ['cache_last_channel_dim1', 'nemoCtc'],
    ['frame_length_ms', 'toneCtc'],
  ])('is a CTC model with the mark %s', async (mark, key) => {
    const directory = await directoryWith({ 'tokens.txt': '', 'ctc-epoch-20.onnx': `${'x'.repeat(300_000)}${mark}` });
    expect(withoutDirectory(await findModel(directory, 'mine'), directory)).toMatchObject({
      name: 'mine',
      files: { [key]: { model: 'ctc-epoch-20.onnx' } },
    });
  });

  it.each([
    ['an unknown model', { 'tokens.txt': '', 'model.onnx': 'whisper' }, /not a streaming CTC model/],
    ['no model', { 'tokens.txt': '' }, /no streaming model/],
    ['no tokens', { 'model.onnx': '' }, /no tokens\.txt/],
    ['half a transducer', { 'tokens.txt': '', 'encoder.onnx': '', 'decoder.onnx': '' }, /no streaming model/],
  ])('gives the reason in one line: %s', async (_, files, reason) => {
    expect(await findModel(await directoryWith(files))).toMatch(reason);
  });

  it('reports a missing directory', async () => {
    expect(await findModel('/nowhere/at/all')).toBe('there is no directory /nowhere/at/all');
  });
});

describe('the model table', () => {
  it.each([
    [undefined, 'en-US', 'zipformer-en-2023-06-26'],
    [undefined, 'fr', 'zipformer-fr-2023-04-14'],
    ['zipformer-en-20M-2023-02-17', 'en-GB', 'zipformer-en-20M-2023-02-17'],
  ])('picks for %s in %s', (name, language, picked) =>
    expect(pickModel(name, language)).toMatchObject({ name: picked }),
  );

  it('lists its models in the reason', () => {
    expect(pickModel(undefined, 'de-DE')).toMatch(
      /^it has no model for de-DE, only zipformer-en-.*; for another model, set SPEECH_MODEL_DIR: docs\/configuration\.md$/,
    );
    expect(pickModel('gpt', 'en')).toMatch(/^it knows no model of the chosen name \(only zipformer-en/);
  });
});
