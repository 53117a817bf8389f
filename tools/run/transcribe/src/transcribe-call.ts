import { Failure } from '@earshot/ports';

/** The account of one track, as `call(id).ledger` returns it. */
export interface Ledger {
  readonly track: number;
  /** Null when nobody was assigned to the track. */
  readonly participant: { readonly name: string | null; readonly role: string } | null;
  readonly receivedMs: number;
  readonly transcribedMs: number;
  readonly gapMs: number;
}

export interface TranscribeOptions {
  readonly callId: string;
  /** For example `http://127.0.0.1:4000/graphql`. */
  readonly url: string;
  /** An access key that may transcribe, for a server that asks for one. */
  readonly key?: string | undefined;
  /** Called each time the ledger was read. */
  onProgress(ledger: readonly Ledger[]): void;
  /** Gives up when no gap shrinks for this long; 60 s by default. */
  readonly patienceMs?: number;
}

const LEDGER = 'ledger { track participant { name role } receivedMs transcribedMs gapMs }';
const REQUEST = `mutation ($id: ID!) { transcribeCall(id: $id) { ${LEDGER} } }`;
const READ = `query ($id: ID!) { call(id: $id) { ${LEDGER} } }`;
const POLL_MS = 500;

/**
 * Asks a running Earshot to transcribe the untranscribed audio of a call, and waits until no gap shrinks any more. Resolves
 * with the last ledger. Rejects with `SERVER_ERROR`, `SERVER_NOT_REACHED` or `NOTHING_HAPPENED`.
 */
export async function transcribeCall(options: TranscribeOptions): Promise<readonly Ledger[]> {
  const { patienceMs = 60_000 } = options;
  const requested = await queryServer<{ transcribeCall: { ledger: Ledger[] } }>(options, REQUEST);
  let ledger: readonly Ledger[] = requested.transcribeCall.ledger;
  const firstGapMs = totalGapMs(ledger);
  let smallestGapMs = firstGapMs;
  for (let shrankAtMs = Date.now(); totalGapMs(ledger) > 0 && Date.now() - shrankAtMs < patienceMs;) {
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    const read = await queryServer<{ call: { ledger: Ledger[] } | null }>(options, READ);
    ledger = read.call?.ledger ?? ledger;
    if (totalGapMs(ledger) < smallestGapMs) {
      smallestGapMs = totalGapMs(ledger);
      shrankAtMs = Date.now();
    }
    options.onProgress(ledger);
  }
  if (smallestGapMs === firstGapMs) {
    throw new Failure(
      'NOTHING_HAPPENED',
      `no gap was filled within ${patienceMs / 1_000} s; the page of the call says why`,
    );
  }
  return ledger;
}

/** The gaps of all tracks together. */
export const totalGapMs = (ledger: readonly Ledger[]): number => ledger.reduce((sum, { gapMs }) => sum + gapMs, 0);

async function queryServer<T>({ url, key, callId: id }: TranscribeOptions, query: string): Promise<T> {
  let response: Response;
  try {
    response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(key !== undefined && { authorization: `Bearer ${key}` }) },
      body: JSON.stringify({ query, variables: { id } }),
    });
  } catch (cause) {
    throw new Failure('SERVER_NOT_REACHED', `${url}: no Earshot answers at this address; start it with npm start`, {
      retryable: true,
      cause,
    });
  }
  const body = (await response.json()) as { data?: T; errors?: { message: string; extensions?: { code?: string } }[] };
  const error = body.errors?.[0];
  if (error !== undefined || body.data === undefined || body.data === null) {
    const code = error?.extensions?.code;
    const message = error === undefined ? `HTTP ${response.status}` : error.message;
    throw new Failure('SERVER_ERROR', code === undefined ? message : `${message} (${code})`);
  }
  return body.data;
}
