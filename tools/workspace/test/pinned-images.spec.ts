import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const { findActions, findBaseImages, findPulledImages, findUnpinnedActions, findUnpinnedImages } = (await import(
  join(root, 'tools/workspace/supply-chain/pinned-images.mjs')
)) as Record<'findActions' | 'findBaseImages' | 'findPulledImages', (text: string) => string[]> &
  Record<'findUnpinnedActions' | 'findUnpinnedImages', (names: readonly string[]) => string[]>;

const digest = `sha256:${'0a'.repeat(32)}`;

describe('what runs in a container', () => {
  it('is built on images with a full version and a digest', () => {
    const images = findBaseImages(read('tools/docker/Dockerfile'));
    expect(images).toHaveLength(1);
    expect(findUnpinnedImages(images)).toEqual([]);
  });

  it('has servers beside it with a full version and a digest', () => {
    const images = findPulledImages(read('docker-compose.yml'));
    expect(images.length).toBeGreaterThan(3);
    expect(findUnpinnedImages(images)).toEqual([]);
  });

  it('is installed without running programs of packages', () => {
    const installs = read('tools/docker/Dockerfile').match(/npm (?:ci|install|prune)\b[^&\n]*/g) ?? [];
    expect(installs.length).toBeGreaterThan(1);
    const inClones = read('tools/workspace/install.mjs').match(/runNpm\(\[.+/g) ?? [];
    expect(inClones).toHaveLength(1);
    expect([...installs, ...inClones].filter((command) => !command.includes('--ignore-scripts'))).toEqual([]);
  });
});

it.each([
  ['postgres', false],
  ['postgres:18', false],
  ['node:lts@' + digest, false],
  ['node:24.21.0-bookworm-slim', false],
  ['node@' + digest, false],
  ['node:24.21.0-bookworm-slim@' + digest, true],
  ['registry.example.org:5000/node:24.21.0@' + digest, true],
])('%s is pinned: %s', (image, isPinned) => expect(findUnpinnedImages([image])).toEqual(isPinned ? [] : [image]));

it('finds the images of a Dockerfile behind variables, and not its own stages', () => {
  const dockerfile = `ARG BASE=node:24\nFROM \${BASE} AS build\nFROM --platform=linux/amd64 debian:12\nFROM build\nFROM scratch\n`;
  expect(findBaseImages(dockerfile)).toEqual(['node:24', 'debian:12']);
});

it('finds the images that Compose pulls, and not those that it builds', () => {
  const compose = 'services:\n  a: { image: kafka:4 }\n  b: { image: ours, build: . }\n';
  expect(findPulledImages(compose)).toEqual(['kafka:4']);
});

describe('a workflow', () => {
  const workflows = readdirSync(join(root, '.github/workflows')).map((name) => `.github/workflows/${name}`);

  it.each(workflows)('%s names the actions of others by their commit', (path) => {
    const actions = findActions(read(path));
    expect(actions.length).toBeGreaterThan(0);
    expect(findUnpinnedActions(actions)).toEqual([]);
  });

  it('may not follow a tag, which its author can move', () => {
    const workflow = `steps:\n  - uses: a/b@v4\n  - name: c\n    uses: c/d/e@${'0a'.repeat(20)} # v1\n  - uses: ./f\n`;
    expect(findUnpinnedActions(findActions(workflow))).toEqual(['a/b@v4']);
  });

  it('asks for no more than to read the sources', () => {
    for (const path of workflows) expect(read(path)).toMatch(/^permissions:\n {2}contents: read\n\n/m);
  });
});
