import { readSdpOffer, type OfferedStream } from '../../sdp/index.js';
import { readSipMessage } from '../sip/read-sip-message.js';
import type { SipMessage, SipRequest, SipResponse } from '../sip/sip-message.js';
import { writeSipRequest, writeSipResponse } from '../sip/write-sip-message.js';

/** A SIP server, and how it is reached. */
export interface SipServerAddress {
  readonly transport: 'UDP' | 'TCP' | 'TLS';
  readonly host: string;
  readonly port: number;
}

/** One socket to a SIP server. */
export interface SipSocket {
  readonly localAddress: string;
  readonly localPort: number;
  send(bytes: Uint8Array): void;
  close(): void;
  /** Resolves when a stream is closed by either side. */
  readonly closed: Promise<void>;
}

/** Opens a socket, whose whole messages go to `receive`. */
export type OpenSipSocket = (receive: (bytes: Uint8Array) => void) => Promise<SipSocket>;

/** A request of the client; what is absent is as in an ordinary recording session. */
export interface ClientRequest {
  readonly headers?: readonly (readonly [string, string])[];
  readonly sdp?: string;
  readonly metadata?: string;
}

const BOUNDARY = 'earshot-boundary';
const SIPREC_HEADERS = [
  ['Require', 'siprec'],
  ['Supported', 'timer'],
  ['Allow', 'INVITE, ACK, BYE, CANCEL, OPTIONS, UPDATE'],
] as const;

/** A SIPREC recording client with one recording session, for players and for tests. It answers the requests of the server with 200. */
export class RecordingClient {
  /** What the server sent, in order. */
  readonly received: SipMessage[] = [];
  private toTag: string | undefined;
  private cseq = 0;
  private readonly waiting = new Set<() => void>();
  private socket: SipSocket | undefined;

  private constructor(
    private readonly callId: string,
    private readonly server: SipServerAddress,
    private readonly openSocket: OpenSipSocket,
  ) {}

  static async connect(callId: string, server: SipServerAddress, openSocket: OpenSipSocket): Promise<RecordingClient> {
    const client = new RecordingClient(callId, server, openSocket);
    await client.reconnect();
    return client;
  }

  /** Drops the connection, if there is one, and opens another for the same session. */
  async reconnect(): Promise<void> {
    this.socket?.close();
    this.socket = await this.openSocket((bytes) => this.receive(bytes));
  }

  /** Resolves when the server has closed the connection. */
  get closed(): Promise<void> {
    return this.socket?.closed ?? Promise.resolve();
  }

  /** Sends an INVITE and, if the server accepts it, the ACK. Resolves with the final answer. */
  async invite(request: ClientRequest): Promise<SipResponse> {
    const response = await this.request('INVITE', { headers: SIPREC_HEADERS, ...request });
    this.toTag ??= response.statusCode < 300 ? response.to.params['tag'] : undefined;
    this.send('ACK', { toTag: response.to.params['tag'], cseq: response.cseq.number });
    return response;
  }

  /** Sends any other request. Resolves with the final answer. */
  async request(method: string, request: ClientRequest = {}): Promise<SipResponse> {
    const cseq = this.send(method, request);
    const isAnswer = (message: SipMessage): message is SipResponse =>
      message.kind === 'response' && message.statusCode >= 200 && message.cseq.number === cseq;
    return this.waitFor(isAnswer);
  }

  /** Sends bytes as they are. */
  sendBytes(bytes: Uint8Array): void {
    this.socket?.send(bytes);
  }

  /** Resolves with the first received message that is one, now or later. */
  async waitFor<M extends SipMessage>(is: (message: SipMessage) => message is M): Promise<M> {
    for (;;) {
      const found = this.received.find(is);
      if (found !== undefined) return found;
      await new Promise<void>((resolve) => this.waiting.add(resolve));
    }
  }

  /** Resolves with the first request of the server of this method. */
  waitForRequest(method: string): Promise<SipRequest> {
    return this.waitFor((message): message is SipRequest => message.kind === 'request' && message.method === method);
  }

  close(): void {
    this.socket?.close();
  }

  private send(
    method: string,
    request: ClientRequest & { readonly toTag?: string | undefined; readonly cseq?: number },
  ): number {
    const { socket } = this;
    if (socket === undefined) throw new Error('the client is not connected');
    const { host, port, transport } = this.server;
    const cseq = request.cseq ?? (this.cseq += 1);
    const here = `${socket.localAddress}:${socket.localPort}`;
    const toTag = request.toTag ?? this.toTag;
    const bytes = writeSipRequest({
      method,
      uri: `sip:srs@${host}:${port}`,
      headers: [
        ['Via', `SIP/2.0/${transport} ${here};branch=z9hG4bK-${this.callId}-${method}-${cseq};rport`],
        ['Max-Forwards', '70'],
        ['From', `<sip:src@${here}>;tag=src`],
        ['To', `<sip:srs@${host}:${port}>${toTag === undefined ? '' : `;tag=${toTag}`}`],
        ['Call-ID', this.callId],
        ['CSeq', `${cseq} ${method}`],
        ['Contact', `<sip:src@${here}>;+sip.src`],
        ...(request.headers ?? []),
      ],
      ...bodyOf(request),
    });
    socket.send(bytes);
    return cseq;
  }

  private receive(bytes: Uint8Array): void {
    const read = readSipMessage(bytes);
    if (!read.ok) throw new Error(`the server sent a message that is ${read.error}`);
    this.received.push(read.value);
    if (read.value.kind === 'request' && read.value.method !== 'ACK') this.answer(read.value);
    for (const wake of this.waiting) wake();
    this.waiting.clear();
  }

  private answer(request: SipRequest): void {
    const { host: address, port } = this.server;
    this.socket?.send(writeSipResponse(request, { address, port }, { statusCode: 200, reason: 'OK' }));
  }
}

/** The streams of the server's session description, in the order of the offer; port 0: refused. */
export function readAnsweredStreams({ body }: SipResponse): readonly OfferedStream[] {
  const read = readSdpOffer(new TextDecoder().decode(body));
  if (!read.ok) throw new Error(`the server answered with a session description that is ${read.error}`);
  return read.value.streams;
}

function bodyOf({ sdp, metadata }: ClientRequest) {
  if (sdp === undefined && metadata === undefined) return {};
  if (metadata === undefined) return { body: { contentType: 'application/sdp', text: sdp ?? '' } };
  const parts = [
    ...(sdp === undefined ? [] : [`Content-Type: application/sdp\r\n\r\n${sdp}`]),
    `Content-Type: application/rs-metadata+xml\r\nContent-Disposition: recording-session\r\n\r\n${metadata}`,
  ];
  const text = `${parts.map((part) => `--${BOUNDARY}\r\n${part}\r\n`).join('')}--${BOUNDARY}--\r\n`;
  return { body: { contentType: `multipart/mixed;boundary=${BOUNDARY}`, text } };
}
