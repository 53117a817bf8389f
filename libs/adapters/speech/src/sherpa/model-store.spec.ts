import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { CapturingLogger } from '@earshot/testing';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extractArchive } from './extract-archive.js';
import type { CatalogModel } from './model-catalog.js';
import { ModelStore } from './model-store.js';

const model: CatalogModel = { archive: 'tiny-model', languages: ['en'], about: 'for tests' };
const sha256 = (content: Buffer | string) => createHash('sha256').update(content).digest('hex');
const never = new AbortController().signal;
/** Pauses of seconds pass at once; the stall timer runs in real time. */
const hurried = {
  nowMs: () => performance.now(),
  schedule: (delayMs: number, task: () => void) => {
    const timer = setTimeout(task, delayMs >= 30_000 ? delayMs : 1).unref();
    return () => clearTimeout(timer);
  },
};

describe('downloading a model', () => {
  let dataDir: string;
  let archive: Buffer;
  let server: Server;
  let answer: (request: IncomingMessage, response: ServerResponse, count: number) => void;
  const requests: { range: string | undefined; ifRange: string | undefined }[] = [];

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'earshot-data-'));
    archive = await pack('first');
    requests.length = 0;
    answer = (request, response) => serve(request, response);
    server = createServer((request, response) => {
      requests.push({ range: request.headers.range, ifRange: request.headers['if-range'] as string | undefined });
      answer(request, response, requests.length);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await rm(dataDir, { recursive: true });
  });

  async function pack(content: string): Promise<Buffer> {
    const directory = join(dataDir, 'source', model.archive);
    await mkdir(directory, { recursive: true });
    for (const role of ['encoder', 'decoder', 'joiner'])
      await writeFile(join(directory, `${role}.onnx`), content.repeat(20_000));
    await writeFile(join(directory, 'tokens.txt'), content);
    // Incompressible, so that the archive comes in several pieces.
    await writeFile(
      join(directory, 'noise'),
      createHash('shake256', { outputLength: 300_000 }).update(content).digest(),
    );
    return execFileSync('tar', ['-cjf', '-', '-C', join(dataDir, 'source'), model.archive], { maxBuffer: 10_000_000 });
  }
  const etagOf = (content: Buffer) => `"${sha256(content).slice(0, 16)}"`;
  function serve(request: IncomingMessage, response: ServerResponse, cutAt = Infinity): void {
    const etag = etagOf(archive);
    const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
    const goesOn = from > 0 && request.headers['if-range'] === etag;
    const body = goesOn ? archive.subarray(from) : archive;
    if (goesOn && body.length === 0)
      return void response.writeHead(416, { 'content-range': `bytes */${archive.length}` }).end();
    response.writeHead(goesOn ? 206 : 200, { etag, 'content-length': body.length });
    if (body.length <= cutAt) return void response.end(body);
    response.write(body.subarray(0, cutAt));
    void storedBytes((goesOn ? from : 0) + cutAt).then(() => response.destroy());
  }
  /** Resolves when the store has written so many bytes: a client drops what it has not read when the connection breaks. */
  async function storedBytes(count: number): Promise<void> {
    const path = join(dataDir, 'models', 'tiny-model.tar.bz2.part');
    const sizeOf = () =>
      stat(path).then(
        ({ size }) => size,
        () => 0,
      );
    while (server.listening && (await sizeOf()) < count) await new Promise((resolve) => setTimeout(resolve, 2));
  }
  const baseUrl = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/models`;
  const newStore = (url = baseUrl(), logger = new CapturingLogger(), archiveSha256 = sha256(archive)) =>
    new ModelStore({ modelsDir: join(dataDir, 'models'), baseUrl: url, archiveSha256, clock: hurried, logger });
  const download = (store = newStore(), signal = never) => store.download('tiny', model, signal);
  const files = () => readdir(join(dataDir, 'models')).then((names) => names.sort());

  it('unpacks it and leaves no other file', async () => {
    const logger = new CapturingLogger();
    const found = await download(newStore(`${baseUrl()}/`, logger));
    expect(found).toMatchObject({ name: 'tiny', tokens: join(dataDir, 'models', 'tiny-model', 'tokens.txt') });
    expect(await files()).toEqual(['tiny-model']);
    expect(await newStore().findInstalled('tiny', model)).toEqual(found);
    expect(logger.lines.at(-1)).toMatchObject({
      fields: { receivedBytes: archive.length, totalBytes: archive.length },
    });
  });

  it('resumes as often as the connection is cut', async () => {
    answer = (request, response) => serve(request, response, 70_000);
    await download();
    expect(requests.length).toBeGreaterThan(3);
    expect(requests[1]).toEqual({ range: 'bytes=70000-', ifRange: etagOf(archive) });
    expect(await newStore().findInstalled('tiny', model)).not.toBeNull();
  });

  it('resumes the download of an earlier process', async () => {
    const stopped = new AbortController();
    answer = (request, response, count) => (count === 1 ? serve(request, response, 70_000) : stopped.abort());
    await expect(download(newStore(), stopped.signal)).rejects.toThrow();
    answer = (request, response) => serve(request, response);
    await download();
    expect(requests.at(-1)?.range).toBe('bytes=70000-');
  });

  it('accepts a file that is already complete', async () => {
    await mkdir(join(dataDir, 'models'));
    await writeFile(join(dataDir, 'models', 'tiny-model.tar.bz2.part'), archive);
    await writeFile(join(dataDir, 'models', 'tiny-model.tar.bz2.part.etag'), etagOf(archive));
    await download();
    expect(requests).toHaveLength(1);
  });

  it('starts again when the file on the host has changed', async () => {
    const first = archive;
    const second = await pack('second');
    answer = (request, response, count) => {
      archive = count === 1 ? first : second;
      serve(request, response, count === 1 ? 70_000 : Infinity);
    };
    await download(newStore(baseUrl(), new CapturingLogger(), sha256(second)));
    expect(await readFile(join(dataDir, 'models', 'tiny-model', 'tokens.txt'), 'utf8')).toBe('second');
  });

  describe('with a digest', () => {
    const partsOf = (content: string) => ({
      'encoder.onnx': sha256(content.repeat(20_000)),
      'decoder.onnx': sha256(content.repeat(20_000)),
      'joiner.onnx': sha256(content.repeat(20_000)),
      'tokens.txt': sha256(content),
    });
    /** Without a digest of the operator. */
    const downloadPinned = (pin?: CatalogModel['pin']) => {
      const logger = new CapturingLogger();
      const store = new ModelStore({ modelsDir: join(dataDir, 'models'), baseUrl: baseUrl(), clock: hurried, logger });
      return store.download('tiny', pin === undefined ? model : { ...model, pin }, never);
    };
    const changed = (message: RegExp) => ({
      code: 'SPEECH_MODEL_CHANGED',
      retryable: false,
      message: expect.stringMatching(message),
    });

    it('refuses another archive than the pinned one before it unpacks it, and keeps the installed model', async () => {
      const pin = { archive: sha256(archive) };
      await downloadPinned(pin);
      archive = await pack('second');
      await expect(downloadPinned(pin)).rejects.toMatchObject(
        changed(
          new RegExp(
            `^the SHA-256 of tiny-model\\.tar\\.bz2 is ${sha256(archive)}, but Earshot expects ${pin.archive}; .* SPEECH_MODEL_SHA256 `,
          ),
        ),
      );
      expect(await files()).toEqual(['tiny-model']);
      expect(await readFile(join(dataDir, 'models', 'tiny-model', 'tokens.txt'), 'utf8')).toBe('first');
    });

    it.each(Object.keys(partsOf('first')))('refuses an archive in which %s has another digest', async (file) => {
      const pinned = partsOf('first');
      await downloadPinned({ files: pinned });
      await rm(join(dataDir, 'models'), { recursive: true });
      await expect(downloadPinned({ files: { ...pinned, [file]: sha256('other') } })).rejects.toMatchObject(
        changed(new RegExp(`^the SHA-256 of ${file.replace('.', '\\.')} of tiny is `)),
      );
      expect(await files()).toEqual([]);
    });

    it('refuses an archive with a further model that the recogniser would load instead of the pinned one', async () => {
      await writeFile(join(dataDir, 'source', model.archive, 'encoder.int8.onnx'), 'hostile');
      archive = await pack('first');
      await expect(downloadPinned({ files: partsOf('first') })).rejects.toMatchObject(
        changed(/^the SHA-256 of encoder\.int8\.onnx of tiny is [0-9a-f]{64}, but Earshot expects none/),
      );
      expect(await files()).toEqual([]);
    });

    it('downloads nothing of a model without a digest, and names the setting', async () => {
      await expect(downloadPinned()).rejects.toMatchObject({
        code: 'SPEECH_MODEL_UNPINNED',
        retryable: false,
        message: `Earshot does not know the digest of tiny; set SPEECH_MODEL_SHA256 to the SHA-256 of ${baseUrl()}/tiny-model.tar.bz2`,
      });
      expect(requests).toEqual([]);
    });

    it('trusts the digest of the operator instead of the pinned one', async () => {
      await newStore().download('tiny', { ...model, pin: { files: partsOf('second') } }, never);
      expect(await files()).toEqual(['tiny-model']);
      const pinned = { ...model, pin: { archive: sha256(archive) } };
      const distrustful = newStore(baseUrl(), new CapturingLogger(), sha256('other'));
      await expect(distrustful.download('tiny', pinned, never)).rejects.toMatchObject({ code: 'SPEECH_MODEL_CHANGED' });
    });
  });

  it('gives up when the size stays wrong', async () => {
    answer = (request, response) => {
      response.writeHead(200, { etag: '"x"', 'content-length': archive.length + 5 });
      response.write(archive, () => setTimeout(() => response.destroy(), 20));
    };
    await expect(download()).rejects.toMatchObject({ code: 'SPEECH_MODEL_UNREACHABLE' });
    expect(await newStore().findInstalled('tiny', model)).toBeNull();
  });

  it('does not retry a file that the host does not have', async () => {
    answer = (_, response) => void response.writeHead(404).end();
    await expect(download()).rejects.toMatchObject({
      code: 'SPEECH_MODEL_NOT_FOUND',
      message: expect.stringMatching(/answers 404/),
    });
    expect(requests).toHaveLength(1);
  });

  it('retries when the host answers 5xx', async () => {
    answer = (request, response, count) => (count < 4 ? void response.writeHead(503).end() : serve(request, response));
    await download();
    expect(requests).toHaveLength(4);
  });

  it('reports that the host cannot be reached', async () => {
    const url = baseUrl();
    await new Promise((resolve) => server.close(resolve));
    const failure = await download(newStore(url)).catch((error: unknown) => error);
    expect(failure).toMatchObject({
      code: 'SPEECH_MODEL_UNREACHABLE',
      message: expect.stringMatching(/^127\.0\.0\.1:\d+ cannot be reached: ECONNREFUSED$/),
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });

  it('refuses an archive without a model and deletes it', async () => {
    archive = Buffer.from('this is no archive');
    await expect(download()).rejects.toMatchObject({ code: 'SPEECH_MODEL_UNUSABLE' });
    expect(await files()).toEqual([]);
  });

  it('leaves a download to the process that runs it, unless that process has ended', async () => {
    await mkdir(join(dataDir, 'models'));
    await writeFile(join(dataDir, 'models', 'tiny-model.lock'), String(process.ppid));
    await expect(download()).rejects.toMatchObject({ code: 'SPEECH_MODEL_BUSY' });
    await writeFile(join(dataDir, 'models', 'tiny-model.lock'), '2147483646');
    await download();
    expect(await files()).toEqual(['tiny-model']);
  });

  it('reports that tar is missing', async () => {
    await expect(extractArchive('x', dataDir, never, 'no-such-tar')).rejects.toMatchObject({
      code: 'SPEECH_MODEL_NO_TAR',
    });
  });
});
