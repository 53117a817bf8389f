import { createClient, type Client } from 'graphql-ws';
import WebSocket from 'ws';

/** Sends one query as an outside client does. Throws the first error. */
export async function query<T>(url: string, text: string, variables: Record<string, unknown> = {}): Promise<T> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: text, variables }),
  });
  const body = (await response.json()) as { data: T; errors?: { message: string }[] };
  if (body.errors?.[0] !== undefined) throw new Error(body.errors[0].message);
  return body.data;
}

export interface Segment {
  id: string;
  channel: 'CUSTOMER' | 'AGENT';
  track: number;
  participant: { id: string; role: string };
  revision: number;
  isPartial: boolean;
  text: string;
  startMs: number;
  endMs: number;
  engine: string;
}

export const SEGMENT = 'id channel track participant { id role } revision isPartial text startMs endMs engine';

/** Subscribes to the segments of a call. `seen` holds the updates in order. */
export function watchSegments(client: Client, callId: string): { seen: Segment[]; stop(): void } {
  const seen: Segment[] = [];
  const stop = client.subscribe<{ segmentChanged: Segment }>(
    { query: `subscription ($callId: ID!) { segmentChanged(callId: $callId) { ${SEGMENT} } }`, variables: { callId } },
    { next: ({ data }) => void (data && seen.push(data.segmentChanged)), error: () => {}, complete: () => {} },
  );
  return { seen, stop };
}

export const createSubscriber = (graphqlUrl: string): Client =>
  createClient({ url: graphqlUrl.replace(/^http/, 'ws'), webSocketImpl: WebSocket, lazy: false });

/** A call as GraphQL returns it. */
export interface FetchedCall {
  status: string;
  endedAt: string | null;
  durationMs: number;
  engine: string | null;
  wordsBehindMs: number | null;
  speechWithoutWords: { track: number; participant: { role: string }; fromMs: number; toMs: number }[];
  recording: { url: string; durationMs: number } | null;
  problems: { code: string }[];
  ledger: {
    track: number;
    receivedMs: number;
    transcribedMs: number;
    gapMs: number;
    gaps: { reason: string }[];
  }[];
  segments: { nodes: Segment[] };
}

const CALL = `query ($id: ID!) { call(id: $id) { status endedAt durationMs engine wordsBehindMs speechWithoutWords { track participant { role } fromMs toMs } recording { url durationMs } problems { code }
  ledger { track receivedMs transcribedMs gapMs gaps { reason } } segments(first: 500) { nodes { ${SEGMENT} } } } }`;

export const readCall = async (url: string, id: string): Promise<FetchedCall | null> =>
  (await query<{ call: FetchedCall | null }>(url, CALL, { id })).call;

/** Waits until a call satisfies `condition`. Rejects after `limitMs`, with the last state of the call in the message. */
export async function untilCall(
  url: string,
  id: string,
  condition: (call: FetchedCall) => boolean,
  limitMs = 120_000,
): Promise<FetchedCall> {
  const deadline = Date.now() + limitMs;
  for (;;) {
    const call = await readCall(url, id);
    if (call !== null && condition(call)) return call;
    if (Date.now() > deadline)
      throw new Error(
        `the call did not reach the expected state: ${JSON.stringify({ ...call, segments: call?.segments.nodes.length })}`,
      );
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
