import { Failure } from '@earshot/ports';

/** Seconds of one channel, as `call(id).ledger` gives them. */
export interface Ledger {
  readonly channel: string;
  readonly receivedMs: number;
  readonly transcribedMs: number;
  readonly gapMs: number;
}

export interface TranscribeOptions {
  readonly callId: string;
  /** E.g. `http://127.0.0.1:4000/graphql`. */
  readonly url: string;
  /** After each look at the ledger. */
  onProgress(ledger: readonly Ledger[]): void;
  /** Gives up when nothing moved for so long; default 60 s. */
  readonly patienceMs?: number;
}

const LEDGER = 'ledger { channel receivedMs transcribedMs gapMs }';
const POLL_MS = 500;

/**
 * Asks a running Earshot to transcribe what no engine has heard of a call and waits until no gap shrinks any more.
 * Returns the last ledger. Rejects with `Failure`: `SERVER_ERROR`, `SERVER_NOT_REACHED` or `NOTHING_HAPPENED`.
 */
export async function transcribeCall(options: TranscribeOptions): Promise<readonly Ledger[]> {
  const { callId, url, patienceMs = 60_000 } = options;
  const asked = await ask<{ transcribeCall: { ledger: Ledger[] } }>(
    url,
    `mutation ($id: ID!) { transcribeCall(id: $id) { ${LEDGER} } }`,
    callId,
  );
  const startGapMs = totalGapMs(asked.transcribeCall.ledger);
  let smallestGapMs = startGapMs;
  let ledger: readonly Ledger[] = asked.transcribeCall.ledger;
  for (let movedAtMs = Date.now(); totalGapMs(ledger) > 0 && Date.now() - movedAtMs < patienceMs;) {
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    const seen = await ask<{ call: { ledger: Ledger[] } | null }>(
      url,
      `query ($id: ID!) { call(id: $id) { ${LEDGER} } }`,
      callId,
    );
    ledger = seen.call?.ledger ?? ledger;
    if (totalGapMs(ledger) < smallestGapMs) {
      smallestGapMs = totalGapMs(ledger);
      movedAtMs = Date.now();
    }
    options.onProgress(ledger);
  }
  if (smallestGapMs === startGapMs) {
    throw new Failure(
      'NOTHING_HAPPENED',
      `no gap was filled within ${patienceMs / 1_000} s; the call's page shows why`,
    );
  }
  return ledger;
}

export const totalGapMs = (ledger: readonly Ledger[]): number => ledger.reduce((sum, { gapMs }) => sum + gapMs, 0);

async function ask<T>(url: string, query: string, id: string): Promise<T> {
  let response: Response;
  try {
    response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables: { id } }),
    });
  } catch (cause) {
    throw new Failure('SERVER_NOT_REACHED', `${url}: no Earshot answers there; start it with npm start`, {
      retryable: true,
      cause,
    });
  }
  const body = (await response.json()) as { data?: T; errors?: { message: string; extensions?: { code?: string } }[] };
  const problem = body.errors?.[0];
  if (problem !== undefined || body.data === undefined || body.data === null) {
    const code = problem?.extensions?.code;
    const said = problem === undefined ? `HTTP ${response.status}` : problem.message;
    throw new Failure('SERVER_ERROR', code === undefined ? said : `${said} (${code})`);
  }
  return body.data;
}
