import { describe, expect, it } from '@jest/globals';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { audioFramePath, segmentPath } from './code-paths.js';
import { createPipelineDoc } from './pipeline-doc.js';

const root = join(import.meta.dirname, '../../..');

describe.each([
  ['an audio frame', audioFramePath],
  ['a segment', segmentPath],
])('the path of %s', (_, path) => {
  const files = path.map(([file]) => file);

  it('names existing files, each once', () => {
    expect(files.filter((file) => !existsSync(join(root, file)))).toEqual([]);
    expect(new Set(files).size).toBe(files.length);
  });

  it('is in docs/pipeline.md', () => {
    const page = createPipelineDoc();
    expect(files.filter((file) => !page.includes(`(../${file})`))).toEqual([]);
  });
});
