import { request } from 'node:http';
import { encodeSamples } from '@earshot/domain';
import { TestSealer } from '@earshot/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Upload, type UploadOptions } from 'tus-js-client';
import { CapturingBus } from './capturing-bus.js';
import { FakeRegistry } from './ingest-under-test.js';
import { tone, UploadClient, wav } from './uploads.js';

const VERSION = { 'tus-resumable': '1.0.0' };
const OFFSET_TYPE = { 'content-type': 'application/offset+octet-stream' };

describe('a resumable upload', () => {
  let client: UploadClient;
  const world = { bus: new CapturingBus(), registry: new FakeRegistry(), sealer: new TestSealer() };
  beforeAll(async () => {
    client = await UploadClient.open(world);
  });
  afterAll(() => client.close());

  /** Sends a file with the reference client. Resolves with the id of its item. */
  const send = (file: Buffer, options: UploadOptions = {}): Promise<string> =>
    new Promise((resolve, reject) => {
      const upload = new Upload(file, {
        ...{ endpoint: client.url, chunkSize: 10_000, retryDelays: [0], ...options },
        onError: reject,
        onSuccess: () => resolve(upload.url?.split('/').at(-1) ?? ''),
      });
      upload.start();
    });
  const begin = async (bytes: number) => {
    const answer = await client.request('', { method: 'POST', headers: { ...VERSION, 'upload-length': `${bytes}` } });
    return answer.headers.get('location')?.split('/').at(-1) ?? '';
  };
  const append = (id: string, offset: number, body: Uint8Array) =>
    client.request(`/${id}`, {
      method: 'PATCH',
      headers: { ...VERSION, ...OFFSET_TYPE, 'upload-offset': String(offset) },
      body: body as Uint8Array<ArrayBuffer>,
    });
  const offsetOf = async (id: string) =>
    Number((await client.request(`/${id}`, { method: 'HEAD', headers: VERSION })).headers.get('upload-offset'));

  it('of the reference client becomes a call with its metadata', async () => {
    const samples = tone(3);
    const metadata = { filename: 'a call.wav', filetype: 'audio/wav', agentId: 'Zoë', roles: 'agent,customer' };
    const id = await send(wav(samples), { metadata });
    const { callId = '', ...done } = await client.outcome({ id });
    expect(done).toMatchObject({ state: 'done', fileName: 'a call.wav' });
    expect(Buffer.compare(world.bus.audio(callId), encodeSamples(samples, 'L16'))).toBe(0);
    expect(await world.bus.next(callId, 'stream.opened')).toMatchObject({
      data: { participants: [{ role: 'AGENT', name: 'Zoë' }, { role: 'CUSTOMER' }] },
    });
  });

  it('goes on after a lost connection, also in the middle of a block of the cipher, and after a restart', async () => {
    const file = wav(tone(2.5));
    const id = await begin(file.length);
    expect((await append(id, 0, file.subarray(0, 1_001))).status).toBe(204);
    const { hostname, port, pathname } = new URL(`${client.url}/${id}`);
    const headers = {
      ...VERSION,
      ...OFFSET_TYPE,
      'upload-offset': '1001',
      'content-length': String(file.length - 1_001),
    };
    const cut = request({ hostname, port, path: pathname, method: 'PATCH', headers });
    cut.on('error', () => undefined);
    cut.write(file.subarray(1_001, 5_000));
    while ((await offsetOf(id)) < 5_000) await new Promise((resolve) => setTimeout(resolve, 20));
    const isClosed = new Promise((resolve) => cut.on('close', resolve));
    cut.destroy();
    await isClosed;
    await client.ingest.close();
    client = await UploadClient.open(world, {}, client.folder);
    expect(await offsetOf(id)).toBe(5_000);
    expect((await append(id, 5_000, file.subarray(5_000))).headers.get('upload-offset')).toBe(String(file.length));
    const { callId = '', state } = await client.outcome({ id });
    expect(state).toBe('done');
    expect(Buffer.compare(world.bus.audio(callId), file.subarray(44))).toBe(0);
  });

  it.each([
    ['another offset', { ...OFFSET_TYPE, 'upload-offset': '7' }, 409],
    ['no offset', { ...OFFSET_TYPE }, 409],
    ['another type', { 'upload-offset': '0', 'content-type': 'audio/wav' }, 400],
    ['another version', { ...OFFSET_TYPE, 'upload-offset': '0', 'tus-resumable': '0.2.2' }, 412],
  ])('is refused with %s, and goes on', async (_, headers, status) => {
    const id = await begin(100);
    const answer = await client.request(`/${id}`, { method: 'PATCH', headers: { ...VERSION, ...headers }, body: 'x' });
    expect(answer.status).toBe(status);
    expect(await offsetOf(id)).toBe(0);
  });

  it('takes no more bytes than it announced', async () => {
    const id = await begin(100);
    expect((await append(id, 0, new Uint8Array(101))).status).toBe(413);
    expect(await client.show(id)).toMatchObject({ state: 'failed', code: 'UPLOAD_TOO_LARGE' });
  });

  it('is forgotten when its sender ends it', async () => {
    const id = await begin(100);
    expect((await client.request(`/${id}`, { method: 'DELETE', headers: VERSION })).status).toBe(204);
    expect((await client.request(`/${id}`)).status).toBe(404);
  });

  it('tells what the server can do', async () => {
    const answer = await client.request('', { method: 'OPTIONS' });
    expect([answer.status, answer.headers.get('tus-version')]).toEqual([204, '1.0.0']);
    expect(answer.headers.get('tus-extension')).toBe('creation,creation-with-upload,termination');
  });
});
