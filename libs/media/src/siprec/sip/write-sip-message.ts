import { splitList } from './sip-headers.js';
import type { SipRequest } from './sip-message.js';

export interface SipBody {
  readonly contentType: string;
  readonly text: string;
}

export interface ResponseParts {
  readonly statusCode: number;
  readonly reason: string;
  /** Our tag of the dialog. Absent for 100, which belongs to no dialog. */
  readonly toTag?: string;
  readonly headers?: readonly (readonly [name: string, value: string])[];
  readonly body?: SipBody;
}

/** The address and port that a request came from. */
export interface SipPeer {
  readonly address: string;
  readonly port: number;
}

const encoder = new TextEncoder();
const COPIED_HEADERS = ['from', 'call-id', 'cseq'] as const;
const written = { from: 'From', 'call-id': 'Call-ID', cseq: 'CSeq' } as const;

/** Writes the response to a request (RFC 3261, section 8.2.6; the first Via as in RFC 3581, section 4). */
export function writeSipResponse(request: SipRequest, peer: SipPeer, parts: ResponseParts): Uint8Array {
  const { headers } = request;
  const [firstVia = '', ...otherVias] = headers.findAll('via');
  const lines = [
    `SIP/2.0 ${parts.statusCode} ${parts.reason}`,
    `Via: ${markReceived(firstVia, request, peer)}`,
    ...otherVias.map((via) => `Via: ${via}`),
    ...COPIED_HEADERS.map((name) => `${written[name]}: ${headers.find(name) ?? ''}`),
    `To: ${withTag(headers.find('to') ?? '', request, parts.toTag)}`,
    ...(parts.statusCode > 100 && parts.statusCode < 300
      ? headers.findAll('record-route').map((route) => `Record-Route: ${route}`)
      : []),
  ];
  return finishMessage(lines, parts.headers ?? [], parts.body);
}

/** A request that we send in a dialog. */
export interface RequestParts {
  readonly method: string;
  readonly uri: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body?: SipBody;
}

export const writeSipRequest = ({ method, uri, headers, body }: RequestParts): Uint8Array =>
  finishMessage([`${method} ${uri} SIP/2.0`], headers, body);

function finishMessage(
  lines: readonly string[],
  headers: readonly (readonly [string, string])[],
  body: SipBody | undefined,
): Uint8Array {
  const bodyBytes = encoder.encode(body?.text ?? '');
  const head = [
    ...lines,
    ...headers.map(([name, value]) => `${name}: ${value}`),
    ...(body === undefined ? [] : [`Content-Type: ${body.contentType}`]),
    `Content-Length: ${bodyBytes.length}`,
    '',
    '',
  ].join('\r\n');
  const headBytes = encoder.encode(head);
  const message = new Uint8Array(headBytes.length + bodyBytes.length);
  message.set(headBytes);
  message.set(bodyBytes, headBytes.length);
  return message;
}

/** Several Vias may stand on one line, and the first one alone says how we saw the peer. */
function markReceived(line: string, { via }: SipRequest, peer: SipPeer): string {
  const [first = '', ...others] = splitList(line);
  const rest = others.map((via) => `, ${via}`).join('');
  const received = `;received=${peer.address}`;
  if (via.wantsRport) return `${first.replace(/;\s*rport(?=\s*(?:;|$))/i, `;rport=${peer.port}`)}${received}${rest}`;
  return via.host === peer.address ? line : `${first}${received}${rest}`;
}

function withTag(to: string, request: SipRequest, toTag: string | undefined): string {
  return toTag === undefined || request.to.params['tag'] !== undefined ? to : `${to};tag=${toTag}`;
}
