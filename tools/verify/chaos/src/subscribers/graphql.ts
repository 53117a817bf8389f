import { parseWavHeader } from '@earshot/domain';
import type { ObservedCall, ObservedSegment } from '../check/call-evidence.js';

export const SEGMENT = 'id revision track participant { id } startMs endMs text isPartial words { text startMs endMs }';
const PAGE = 250;

/** Sends one query and resolves with its data. Rejects with the first error. */
export type RunQuery = <T>(query: string, variables: Record<string, unknown>) => Promise<T>;

const REPLY_TIMEOUT_MS = 15_000;

export const queryOverHttp =
  (httpUrl: string): RunQuery =>
  async <T>(query: string, variables: Record<string, unknown>) => {
    const response = await fetch(`${httpUrl}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables }),
      signal: AbortSignal.timeout(REPLY_TIMEOUT_MS),
    });
    const body = (await response.json()) as { data?: T; errors?: { message: string }[] };
    if (body.errors?.[0] !== undefined) throw new Error(body.errors[0].message);
    if (body.data === undefined) throw new Error(`GraphQL replied with HTTP ${response.status} and no data`);
    return body.data;
  };

interface SegmentPage {
  readonly nodes: readonly ObservedSegment[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

const SEGMENTS = `query ($id: ID!, $after: String) { call(id: $id) { segments(first: ${PAGE}, after: $after) {
  nodes { ${SEGMENT} } pageInfo { hasNextPage endCursor } } } }`;

/** Fetches all stored finals of a call, page by page. Returns none while the call is unknown. */
export async function fetchSegments(runQuery: RunQuery, id: string): Promise<ObservedSegment[]> {
  const all: ObservedSegment[] = [];
  for (let after: string | null = null; ;) {
    const { call }: { call: { segments: SegmentPage } | null } = await runQuery(SEGMENTS, { id, after });
    if (call === null) return all;
    all.push(...call.segments.nodes);
    if (!call.segments.pageInfo.hasNextPage) return all;
    after = call.segments.pageInfo.endCursor;
  }
}

const CALL = `query ($id: ID!) { call(id: $id) { id status durationMs recording { url durationMs } problems { stage code }
  metrics { channels { participant { id } words } }
  ledger { track receivedMs transcribedMs gapMs gaps { fromMs toMs reason } } } }`;

export async function fetchCall(runQuery: RunQuery, id: string): Promise<Omit<ObservedCall, 'segments'> | null> {
  return (await runQuery<{ call: Omit<ObservedCall, 'segments'> | null }>(CALL, { id })).call;
}

/** Fetches the samples of a recording, or null if there is none. */
export async function fetchRecording(httpUrl: string, path: string): Promise<Uint8Array | null> {
  const response = await fetch(new URL(path, httpUrl), { signal: AbortSignal.timeout(60_000) });
  if (response.status === 404) return null;
  if (response.status !== 200) throw new Error(`the request for a recording failed with HTTP ${response.status}`);
  const file = new Uint8Array(await response.arrayBuffer());
  const header = parseWavHeader(file, file.length);
  if (!header.ok) throw new Error(`the recording is no WAV file: ${header.error.code}`);
  // Also the bytes of a last frame that is not whole, because the check must see them.
  return file.subarray(header.value.dataOffset);
}
