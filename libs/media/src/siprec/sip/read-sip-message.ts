import { err, ok, type Result } from '@earshot/contracts';
import { readNameAddress, readParams, SipHeaders, splitList, splitOutside, toHeaderName } from './sip-headers.js';
import type { SipHeader } from './sip-headers.js';
import type { SipMessage, SipVia } from './sip-message.js';

/** Longest head of a message, in bytes. Session border controllers send two or three kilobytes. */
export const MAX_SIP_HEAD_BYTES = 32_768;
const MAX_HEADER_LINES = 256;
const MAX_CALL_ID_LENGTH = 256;
const MAX_CSEQ = 2 ** 31;

const REQUEST_LINE = /^([A-Z][A-Z0-9-]{0,31}) ([^ ]{1,2048}) SIP\/2\.0$/;
const STATUS_LINE = /^SIP\/2\.0 ([1-6]\d\d)(?: .*)?$/;
const HEADER_NAME = /^[\w.!%*+`'~-]{1,64}$/;
const CSEQ = /^(\d{1,10})\s+([A-Z][A-Z0-9-]{0,31})$/;
const VIA = /^SIP\s*\/\s*2\.0\s*\/\s*([A-Za-z]{2,8})\s+(\[[0-9a-fA-F:.]+\]|[^\s:;<>",]+)\s*(?::\s*(\d{1,5}))?$/;

/** What no token of SIP has. */
const NO_TOKEN = /[\s"<>,;]/;

const decoder = new TextDecoder('utf-8');

export type SipReadError = 'SIP_MALFORMED' | 'SIP_TOO_LARGE';

/** Where the head of a message ends: the index after its empty line; -1: the bytes hold no whole head. */
export function findHeadEnd(bytes: Uint8Array): number {
  for (let at = bytes.indexOf(13); at >= 0 && at + 3 < bytes.length; at = bytes.indexOf(13, at + 1)) {
    if (bytes[at + 1] === 10 && bytes[at + 2] === 13 && bytes[at + 3] === 10) return at + 4;
  }
  return -1;
}

/**
 * Reads one SIP message (RFC 3261). Unknown headers are kept, unknown parameters are ignored. A message without a usable Via,
 * From, To, Call-ID or CSeq is malformed, because nobody could answer it.
 */
export function readSipMessage(bytes: Uint8Array): Result<SipMessage, SipReadError> {
  const headEnd = findHeadEnd(bytes);
  if ((headEnd < 0 ? bytes.length : headEnd) > MAX_SIP_HEAD_BYTES) return err('SIP_TOO_LARGE');
  if (headEnd < 0) return err('SIP_MALFORMED');
  const [startLine = '', ...lines] = unfold(decoder.decode(bytes.subarray(0, headEnd - 4)));
  if (lines.length > MAX_HEADER_LINES) return err('SIP_TOO_LARGE');
  const headers = readHeaders(lines);
  const body = headers === null ? null : cutBody(headers, bytes.subarray(headEnd));
  if (headers === null || body === null) return err('SIP_MALFORMED');
  return readStartLine(startLine, headers, body);
}

function readStartLine(startLine: string, headers: SipHeaders, body: Uint8Array): Result<SipMessage, 'SIP_MALFORMED'> {
  const envelope = readEnvelope(headers, body);
  if (envelope === null) return err('SIP_MALFORMED');
  const [, method, uri] = REQUEST_LINE.exec(startLine) ?? [];
  if (method !== undefined && uri !== undefined) {
    return method === envelope.cseq.method ? ok({ ...envelope, kind: 'request', method, uri }) : err('SIP_MALFORMED');
  }
  const [, status] = STATUS_LINE.exec(startLine) ?? [];
  return status === undefined
    ? err('SIP_MALFORMED')
    : ok({ ...envelope, kind: 'response', statusCode: Number(status) });
}

/** A line that begins with white space belongs to the line before it. */
const unfold = (head: string): string[] => head.replace(/\r\n[ \t]+/g, ' ').split('\r\n');

function readHeaders(lines: readonly string[]): SipHeaders | null {
  const read: SipHeader[] = [];
  for (const line of lines) {
    const colon = line.indexOf(':');
    const name = line.slice(0, Math.max(colon, 0)).trimEnd();
    if (!HEADER_NAME.test(name)) return null;
    read.push([toHeaderName(name), line.slice(colon + 1).trim()]);
  }
  return new SipHeaders(read);
}

/** The body as Content-Length says; a datagram without one holds its body to the end. */
function cutBody(headers: SipHeaders, rest: Uint8Array): Uint8Array | null {
  const bodyBytes = readContentLength(headers.find('content-length'));
  if (bodyBytes === null) return null;
  if (bodyBytes === undefined) return rest;
  return bodyBytes > rest.length ? null : rest.subarray(0, bodyBytes);
}

/** Bytes; undefined: the header is absent; null: it is no length. */
export function readContentLength(written: string | undefined): number | null | undefined {
  if (written === undefined) return undefined;
  return /^\d{1,9}$/.test(written) ? Number(written) : null;
}

function readEnvelope(headers: SipHeaders, body: Uint8Array) {
  const via = readVia(headers.find('via') ?? '');
  const from = readNameAddress(headers.find('from') ?? '');
  const to = readNameAddress(headers.find('to') ?? '');
  const callId = headers.find('call-id') ?? '';
  const cseq = readCseq(headers.find('cseq') ?? '');
  const isCallId = callId !== '' && callId.length <= MAX_CALL_ID_LENGTH;
  if (via === null || from === null || to === null || cseq === null || !isCallId) return null;
  return { headers, via, from, to, callId, cseq, body };
}

function readCseq(text: string): { number: number; method: string } | null {
  const [, digits, method] = CSEQ.exec(text) ?? [];
  const number = Number(digits);
  return method === undefined || number >= MAX_CSEQ ? null : { number, method };
}

function readVia(line: string): SipVia | null {
  const [first = ''] = splitList(line);
  const [sentBy = '', ...rest] = splitOutside(first, ';');
  const [, transport, host, port] = VIA.exec(sentBy) ?? [];
  if (transport === undefined || host === undefined) return null;
  const params = readParams(rest);
  // A response must repeat it, and its reader would find another one where a bracket or a quotation mark is left open.
  if (NO_TOKEN.test(params['branch'] ?? '')) return null;
  return {
    transport: transport.toUpperCase(),
    host,
    ...(port !== undefined && { port: Number(port) }),
    branch: params['branch'] ?? '',
    wantsRport: 'rport' in params,
  };
}
