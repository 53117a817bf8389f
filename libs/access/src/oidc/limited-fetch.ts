import type { Clock } from '@earshot/ports';

/** The part of the options of `fetch` that is used here. */
export type FetchOptions = Pick<RequestInit, 'body' | 'headers' | 'method' | 'signal'>;
export type LimitedFetch = (url: string, options: FetchOptions) => Promise<Response>;

/** Discovery documents and key sets have a few kilobytes. */
const MAX_ANSWER_BYTES = 524_288;
/** A person who signs in waits for two such answers. */
const ANSWER_WITHIN_MS = 5_000;

/**
 * `fetch` for a server whose answers nobody should trust blindly: it follows no redirects, waits at most five seconds and reads
 * at most 512 KiB. Rejects with an error of `fetch`, or one that names the limit.
 */
export const limitedFetch =
  (clock: Clock): LimitedFetch =>
  async (url, options) => {
    const late = new AbortController();
    const cancel = clock.schedule(ANSWER_WITHIN_MS, () => late.abort(new Error(`no answer in ${ANSWER_WITHIN_MS} ms`)));
    const signal = options.signal ? AbortSignal.any([options.signal, late.signal]) : late.signal;
    try {
      const answer = await fetch(url, { ...options, redirect: 'manual', signal });
      const body = await readLimited(answer);
      return new Response(body.length === 0 ? null : body, { status: answer.status, headers: answer.headers });
    } finally {
      cancel();
    }
  };

async function readLimited(answer: Response): Promise<Buffer<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of answer.body ?? []) {
    bytes += chunk.length;
    // Leaving the loop cancels the rest of the body.
    if (bytes > MAX_ANSWER_BYTES) throw new Error(`the answer has more than ${MAX_ANSWER_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
