import { Failure, type Clock } from '@earshot/ports';
import { open, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { errorReason } from '../error-text.js';

const MAX_FRUITLESS_ATTEMPTS = 5;
const RETRY_AFTER_MS = 2_000;
const STALL_MS = 30_000;

export interface Download {
  readonly url: string;
  /** What has come so far lies here, also between attempts and processes; beside it `<path>.etag`. */
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
 * Fetches a file, going on where an earlier attempt stopped. Resolves with its size. Rejects with `Failure`
 * `SPEECH_MODEL_NOT_FOUND` (the host does not have it), `SPEECH_MODEL_UNREACHABLE` (five attempts brought nothing new)
 * or `SPEECH_MODEL_SIZE_WRONG` (more bytes than the host said).
 */
export async function downloadFile(download: Download): Promise<number> {
  let fruitless = 0;
  for (;;) {
    const before = await sizeOf(download.path);
    try {
      return await attempt(download, before);
    } catch (error) {
      if (download.signal.aborted || (error instanceof Failure && !error.retryable)) throw error;
      fruitless = (await sizeOf(download.path)) > before ? 0 : fruitless + 1;
      if (fruitless === MAX_FRUITLESS_ATTEMPTS) throw unreachable(download.url, error);
      await pause(download.clock, RETRY_AFTER_MS * Math.max(1, fruitless), download.signal);
    }
  }
}

async function attempt(download: Download, heldBytes: number): Promise<number> {
  const stalled = new AbortController();
  const signal = AbortSignal.any([download.signal, stalled.signal]);
  let cancel = download.clock.schedule(STALL_MS, () => stalled.abort());
  try {
    const answer = await ask(download, heldBytes, signal);
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

async function ask({ url, path }: Download, heldBytes: number, signal: AbortSignal): Promise<Answer> {
  const etag = await readFile(`${path}.etag`, 'utf8').catch(() => '');
  const goesOn = heldBytes > 0 && etag !== '';
  // If-Range: when the file changed meanwhile, the host sends the new one from its beginning.
  const headers: Record<string, string> = goesOn ? { range: `bytes=${heldBytes}-`, 'if-range': etag } : {};
  const response = await fetch(url, { headers: { ...headers, 'accept-encoding': 'identity' }, signal });
  if (goesOn && response.status === 416) {
    await response.body?.cancel();
    if (response.headers.get('content-range') === `bytes */${heldBytes}`)
      return { body: nothing(), fromByte: heldBytes, totalBytes: heldBytes };
    await rm(path, { force: true });
    throw new Failure('SPEECH_MODEL_UNREACHABLE', 'the host does not go on from where the file ends here', {
      retryable: true,
    });
  }
  if (!response.ok) {
    await response.body?.cancel();
    const isTransient = response.status >= 500 || response.status === 408 || response.status === 429;
    if (isTransient) throw new Error(`the host answers ${response.status}`);
    throw new Failure('SPEECH_MODEL_NOT_FOUND', `the host answers ${response.status} for ${url}`);
  }
  const fromByte = response.status === 206 ? heldBytes : 0;
  await writeFile(`${path}.etag`, response.headers.get('etag') ?? '');
  const length = Number(response.headers.get('content-length') ?? Number.NaN);
  const body = (response.body ?? nothing()) as AsyncIterable<Uint8Array>;
  return { body, fromByte, totalBytes: Number.isFinite(length) ? fromByte + length : null };
}

async function* nothing(): AsyncGenerator<Uint8Array> {
  // The file is already whole.
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

function pause(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      cancel();
      reject(signal.reason);
    };
    const cancel = clock.schedule(ms, () => {
      signal.removeEventListener('abort', stop);
      resolve();
    });
    signal.addEventListener('abort', stop, { once: true });
  });
}
