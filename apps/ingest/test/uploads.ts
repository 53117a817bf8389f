import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeSamples, wavHeader } from '@earshot/domain';
import type { Clock } from '@earshot/ports';
import { UPLOAD_PATH } from '../src/sources/upload/upload-source.js';
import { IngestUnderTest, type FakeRegistry, type World } from './ingest-under-test.js';

/** A tone on each channel, 300 Hz for the first, 600 Hz for the second, and so on. */
export function tone(seconds: number, channelCount = 2, sampleRateHz = 8_000): Int16Array {
  const samples = new Int16Array(Math.round(seconds * sampleRateHz) * channelCount);
  for (let at = 0; at < samples.length; at++) {
    const channel = at % channelCount;
    const turns = (Math.floor(at / channelCount) * 300 * (channel + 1)) / sampleRateHz;
    samples[at] = Math.round(10_000 * Math.sin(2 * Math.PI * turns));
  }
  return samples;
}

export function wav(samples: Int16Array, channelCount = 2, sampleRateHz = 8_000): Buffer {
  const bytes = encodeSamples(samples, 'L16');
  return Buffer.concat([wavHeader({ codec: 'L16', sampleRateHz, channelCount }, bytes.length), bytes]);
}

export interface UploadAnswer {
  readonly id: string;
  readonly state: string;
  readonly percent: number;
  readonly callId?: string;
  readonly callPath?: string;
  readonly code?: string;
  readonly isDuplicate?: boolean;
}

/** An ingest with a folder of its own, and a client that sends recordings to it. */
export class UploadClient {
  private constructor(
    readonly ingest: IngestUnderTest,
    readonly folder: string,
  ) {}

  /** `folder`: that of an earlier ingest, which is closed. */
  static async open(
    world: World<FakeRegistry>,
    settings: Record<string, string> = {},
    folder?: string,
    clock?: Clock,
  ): Promise<UploadClient> {
    const used = folder ?? (await mkdtemp(join(tmpdir(), 'uploads-')));
    const all = { EARSHOT_DATA_DIR: used, EARSHOT_RECORDINGS_PACE: '0', ...settings };
    return new UploadClient(await IngestUnderTest.openIn(world, all, clock), used);
  }

  get url(): string {
    return `http://127.0.0.1:${this.ingest.port}${UPLOAD_PATH}`;
  }

  request(path: string, init: RequestInit = {}): Promise<Response> {
    return fetch(`${this.url}${path}`, init);
  }

  async send(file: Uint8Array, headers: Record<string, string> = {}): Promise<UploadAnswer> {
    const answer = await this.request('', { method: 'POST', body: file as Uint8Array<ArrayBuffer>, headers });
    return (await answer.json()) as UploadAnswer;
  }

  async show(id: string): Promise<UploadAnswer> {
    return (await (await this.request(`/${id}`)).json()) as UploadAnswer;
  }

  /** What became of a recording, when it is over. */
  async outcome({ id }: Pick<UploadAnswer, 'id'>): Promise<UploadAnswer> {
    for (;;) {
      const item = await this.show(id);
      if (item.state === 'done' || item.state === 'failed') return item;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  async close(): Promise<void> {
    await this.ingest.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}
