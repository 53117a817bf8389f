/** The messages of the Earshot protocol that a browser sends and reads: docs/how-to/send-a-call.md. */
export interface StreamStart {
  readonly callId: string;
  readonly sampleRateHz: number;
  /** By track: who is heard on it; null for nobody. */
  readonly tracks: readonly ('customer' | 'agent' | null)[];
  readonly agentId: string;
  readonly customerNumber: string;
  readonly systemNumber: string;
}

/** The stream that the last `started` named, and the first of its samples that the page still has. */
export interface KeptStream {
  readonly stream: string;
  readonly keptFromSample: number;
}

export interface UplinkReply {
  readonly type: 'started' | 'ended' | 'error';
  /** Of `error`. */
  readonly code?: string;
  /** Of `started`: the stream, and its first sample that Earshot does not have. */
  readonly replay?: { readonly stream: string; readonly fromSample: number };
}

export const pausedText = JSON.stringify({ type: 'call.paused' });
export const resumedText = JSON.stringify({ type: 'call.resumed' });
export const endText = JSON.stringify({ type: 'end' });

export function writeStart(start: StreamStart, replay: KeptStream | undefined): string {
  const { callId, sampleRateHz, tracks, agentId, customerNumber, systemNumber } = start;
  return JSON.stringify({
    type: 'start',
    callId,
    codec: 'L16',
    sampleRateHz,
    tracks: tracks.map((participantId) => (participantId === null ? {} : { participantId })),
    participants: [
      ...(tracks.includes('customer')
        ? [{ id: 'customer', role: 'CUSTOMER', ...named('number', customerNumber) }]
        : []),
      ...(tracks.includes('agent') ? [{ id: 'agent', role: 'AGENT', ...named('name', agentId) }] : []),
    ],
    ...named('agentId', agentId),
    ...named('customerNumber', customerNumber),
    ...named('systemNumber', systemNumber),
    replay: replay ?? {},
  });
}

/** Null for what is no reply that a page waits for. */
export function readReply(text: string): UplinkReply | null {
  const reply = JSON.parse(text) as UplinkReply;
  return ['started', 'ended', 'error'].includes(reply.type) ? reply : null;
}

const named = (name: string, value: string): object => (value === '' ? {} : { [name]: value });
