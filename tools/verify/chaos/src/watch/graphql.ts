import type { SeenCall, SeenSegment } from '../check/observed.js';

export const SEGMENT = 'id revision channel startMs endMs text isPartial words { text startMs endMs }';
const PAGE = 250;

/** Sends one query and gives its data; rejects with the first error. */
export type Ask = <T>(query: string, variables: Record<string, unknown>) => Promise<T>;

const ANSWER_WITHIN_MS = 15_000;

export const askByHttp =
  (httpUrl: string): Ask =>
  async <T>(query: string, variables: Record<string, unknown>) => {
    const response = await fetch(`${httpUrl}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables }),
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    const body = (await response.json()) as { data?: T; errors?: { message: string }[] };
    if (body.errors?.[0] !== undefined) throw new Error(body.errors[0].message);
    if (body.data === undefined) throw new Error(`GraphQL answered ${response.status} without data`);
    return body.data;
  };

interface SegmentPage {
  readonly nodes: readonly SeenSegment[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

const SEGMENTS = `query ($id: ID!, $after: String) { call(id: $id) { segments(first: ${PAGE}, after: $after) {
  nodes { ${SEGMENT} } pageInfo { hasNextPage endCursor } } } }`;

/** Every stored final of a call, page by page; none where the call is not known yet. */
export async function fetchSegments(ask: Ask, id: string): Promise<SeenSegment[]> {
  const all: SeenSegment[] = [];
  for (let after: string | null = null; ;) {
    const { call }: { call: { segments: SegmentPage } | null } = await ask(SEGMENTS, { id, after });
    if (call === null) return all;
    all.push(...call.segments.nodes);
    if (!call.segments.pageInfo.hasNextPage) return all;
    after = call.segments.pageInfo.endCursor;
  }
}

const CALL = `query ($id: ID!) { call(id: $id) { id status durationMs recording { url durationMs } problems { stage code }
  metrics { channels { channel words } }
  ledger { channel receivedMs transcribedMs gapMs gaps { fromMs toMs reason } } } }`;

export async function fetchCall(ask: Ask, id: string): Promise<Omit<SeenCall, 'segments'> | null> {
  return (await ask<{ call: Omit<SeenCall, 'segments'> | null }>(CALL, { id })).call;
}

const WAV_HEADER_BYTES = 44;

/** The samples of a recording; null where there is none. */
export async function fetchRecording(httpUrl: string, path: string): Promise<Uint8Array | null> {
  const response = await fetch(new URL(path, httpUrl), { signal: AbortSignal.timeout(60_000) });
  if (response.status === 404) return null;
  if (response.status !== 200) throw new Error(`a recording was answered with HTTP ${response.status}`);
  return new Uint8Array(await response.arrayBuffer()).subarray(WAV_HEADER_BYTES);
}
