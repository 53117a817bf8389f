import { Failure, pause, type Clock } from '@earshot/ports';
import { open, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { errorReason } from '../error-text.js';

const MAX_FRUITLESS_ATTEMPTS = 5;
const RETRY_AFTER_MS = 2_000;
const STALL_MS = 30_000;

export interface Download {
  readonly url: string;
  /** The bytes received so far; they survive attempts and processes. `<path>.etag` lies beside it. */
  readonly path: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  onProgress?(receivedBytes: number, totalBytes: number | null): void;
}

interface Answer {
  readonly body: AsyncIterable<Uint8Array>;
  readonly fromByte: number;
  readonly totalBytes: number | null;
}

/**
 * Downloads a file and resumes an earlier attempt. Resolves with the size in bytes. Rejects with `Failure`
 * `SPEECH_MODEL_NOT_FOUND` (the host does not have it), `SPEECH_MODEL_UNREACHABLE` (five attempts in a row brought no
 * byte) or `SPEECH_MODEL_SIZE_WRONG` (the host sent more bytes than it said).
 */
export async function downloadFile(download: Download): Promise<number> {
  let fruitless = 0;
  for (;;) {
    const before = await sizeOf(download.path);
    try {
      return await tryDownload(download, before);
    } catch (error) {
      if (download.signal.aborted || (error instanceof Failure && !error.retryable)) throw error;
      fruitless = (await sizeOf(download.path)) > before ? 0 : fruitless + 1;
      if (fruitless === MAX_FRUITLESS_ATTEMPTS) throw unreachable(download.url, error);
      await pause(download.clock, RETRY_AFTER_MS * Math.max(1, fruitless), download.signal);
      download.signal.throwIfAborted();
    }
  }
}

async function tryDownload(download: Download, heldBytes: number): Promise<number> {
  const stalled = new AbortController();
  const signal = AbortSignal.any([download.signal, stalled.signal]);
  let cancel = download.clock.schedule(STALL_MS, () => stalled.abort());
  try {
    const answer = await requestRest(download, heldBytes, signal);
    const file = await open(download.path, answer.fromByte === 0 ? 'w' : 'a');
    let receivedBytes = answer.fromByte;
    try {
      for await (const chunk of answer.body) {
        cancel();
        cancel = download.clock.schedule(STALL_MS, () => stalled.abort());
        await file.writeFile(chunk);
        receivedBytes += chunk.length;
        download.onProgress?.(receivedBytes, answer.totalBytes);
      }
    } finally {
      await file.close();
    }
    return await checkSize(download, receivedBytes, answer.totalBytes);
  } finally {
    cancel();
  }
}

async function requestRest({ url, path }: Download, heldBytes: number, signal: AbortSignal): Promise<Answer> {
  const etag = await readFile(`${path}.etag`, 'utf8').catch(() => '');
  const resumes = heldBytes > 0 && etag !== '';
  // If-Range (RFC 9110, 13.1.5): a host whose file has changed sends the new one from the start.
  const headers: Record<string, string> = resumes ? { range: `bytes=${heldBytes}-`, 'if-range': etag } : {};
  const response = await fetch(url, { headers: { ...headers, 'accept-encoding': 'identity' }, signal });
  if (!response.ok) await response.body?.cancel();
  if (resumes && response.status === 416) return finishOrRestart(path, heldBytes, response);
  if (!response.ok) throw failureOf(response.status, url);
  await writeFile(`${path}.etag`, response.headers.get('etag') ?? '');
  return readAnswer(response, heldBytes);
}

/** Handles status 416: either the file is complete, or the host cannot send the rest and the next attempt starts again. */
async function finishOrRestart(path: string, heldBytes: number, { headers }: Response): Promise<Answer> {
  if (headers.get('content-range') === `bytes */${heldBytes}`)
    return { body: emptyBody(), fromByte: heldBytes, totalBytes: heldBytes };
  await rm(path, { force: true });
  throw new Failure('SPEECH_MODEL_UNREACHABLE', 'the host cannot resume the download', { retryable: true });
}

function failureOf(status: number, url: string): Error {
  const isTransient = status >= 500 || status === 408 || status === 429;
  return isTransient
    ? new Error(`the host answers ${status}`)
    : new Failure('SPEECH_MODEL_NOT_FOUND', `the host answers ${status} for ${url}`);
}

function readAnswer({ status, headers, body }: Response, heldBytes: number): Answer {
  const fromByte = status === 206 ? heldBytes : 0;
  const length = Number(headers.get('content-length') ?? Number.NaN);
  return {
    body: (body ?? emptyBody()) as AsyncIterable<Uint8Array>,
    fromByte,
    totalBytes: Number.isFinite(length) ? fromByte + length : null,
  };
}

async function* emptyBody(): AsyncGenerator<Uint8Array> {
  // The file is already complete.
}

async function checkSize({ path }: Download, receivedBytes: number, totalBytes: number | null): Promise<number> {
  if (totalBytes !== null && receivedBytes < totalBytes) throw new Error('the connection ended early');
  const sizeBytes = await sizeOf(path);
  if (totalBytes === null || sizeBytes === totalBytes) return sizeBytes;
  await rm(path, { force: true });
  throw new Failure('SPEECH_MODEL_SIZE_WRONG', `the file has ${sizeBytes} bytes where the host said ${totalBytes}`);
}

const sizeOf = (path: string): Promise<number> =>
  stat(path).then(
    ({ size }) => size,
    () => 0,
  );

const unreachable = (url: string, cause: unknown): Failure =>
  new Failure('SPEECH_MODEL_UNREACHABLE', `${new URL(url).host} cannot be reached: ${errorReason(cause)}`, {
    retryable: true,
    cause,
  });
