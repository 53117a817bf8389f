import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { CapturingLogger } from '@earshot/testing';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extractArchive } from './extract-archive.js';
import { ModelStore } from './model-store.js';

const model = { archive: 'tiny-model', languages: ['en'], about: 'for tests' };
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
  const etagOf = (content: Buffer) => `"${createHash('sha256').update(content).digest('hex').slice(0, 16)}"`;
  function serve(request: IncomingMessage, response: ServerResponse, cutAt = Infinity): void {
    const etag = etagOf(archive);
    const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
    const goesOn = from > 0 && request.headers['if-range'] === etag;
    const body = goesOn ? archive.subarray(from) : archive;
    if (goesOn && body.length === 0)
      return void response.writeHead(416, { 'content-range': `bytes */${archive.length}` }).end();
    response.writeHead(goesOn ? 206 : 200, { etag, 'content-length': body.length });
    if (body.length <= cutAt) return void response.end(body);
    response.write(body.subarray(0, cutAt), () => setTimeout(() => response.destroy(), 20));
  }
  const baseUrl = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/models`;
  const newStore = (url = baseUrl(), logger = new CapturingLogger()) =>
    new ModelStore({ modelsDir: join(dataDir, 'models'), baseUrl: url, clock: hurried, logger });
  const download = (store = newStore(), signal = never) => store.download('tiny', model, signal);
  const files = () => readdir(join(dataDir, 'models')).then((names) => names.sort());

  it('unpacks it, keeps its digest and leaves no other file', async () => {
    const logger = new CapturingLogger();
    const found = await download(newStore(`${baseUrl()}/`, logger));
    expect(found).toMatchObject({ name: 'tiny', tokens: join(dataDir, 'models', 'tiny-model', 'tokens.txt') });
    expect(await files()).toEqual(['digests.json', 'tiny-model']);
    expect(JSON.parse(await readFile(join(dataDir, 'models', 'digests.json'), 'utf8'))).toEqual({
      'tiny-model': { sha256: createHash('sha256').update(archive).digest('hex'), sizeBytes: archive.length },
    });
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
    answer = (request, response, count) => {
      if (count === 1) return serve(request, response, 70_000);
      return void pack('second').then((changed) => {
        archive = changed;
        serve(request, response);
      });
    };
    await download();
    expect(await readFile(join(dataDir, 'models', 'tiny-model', 'tokens.txt'), 'utf8')).toBe('second');
  });

  it('refuses a digest other than that of the first download', async () => {
    await download();
    archive = await pack('second');
    await expect(download()).rejects.toMatchObject({ code: 'SPEECH_MODEL_CHANGED', retryable: false });
    expect(await files()).toEqual(['digests.json', 'tiny-model']);
    expect(await readFile(join(dataDir, 'models', 'tiny-model', 'tokens.txt'), 'utf8')).toBe('first');
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
    expect(await files()).toEqual(['digests.json', 'tiny-model']);
  });

  it('reports that tar is missing', async () => {
    await expect(extractArchive('x', dataDir, never, 'no-such-tar')).rejects.toMatchObject({
      code: 'SPEECH_MODEL_NO_TAR',
    });
  });
});
