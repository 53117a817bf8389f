import { err, ok, type Result } from '@earshot/contracts';
import { readParams, splitOutside } from './sip/sip-headers.js';
import { findHeadEnd } from './sip/read-sip-message.js';

/** What a recording client sends in one request: the description of its streams, and who is on them. */
export interface RecordingBody {
  readonly sdp?: string;
  /** The document `rs-metadata` (RFC 7865). */
  readonly metadata?: string;
}

export type BodyErrorCode = 'BODY_MALFORMED' | 'BODY_NOT_SUPPORTED';

const MAX_PARTS = 16;
const MAX_BOUNDARY_LENGTH = 70;
const MAX_NESTED = 2;
/** RFC 9806 corrected the name of the type; clients of RFC 7866 send the old one. */
const METADATA_TYPES = ['application/rs-metadata+xml', 'application/rs-metadata'];

const decoder = new TextDecoder('utf-8');

interface ContentType {
  readonly type: string;
  readonly boundary?: string;
}

/**
 * Reads the body of a request: a session description alone, metadata alone, or both in `multipart/mixed` (RFC 2046, section
 * 5.1). Parts of other types are skipped.
 */
export function readRecordingBody(
  contentType: string | undefined,
  body: Uint8Array,
): Result<RecordingBody, BodyErrorCode> {
  if (body.length === 0) return ok({});
  const read = readPart(readContentType(contentType), body, 0);
  if (read.ok && read.value.sdp === undefined && read.value.metadata === undefined) return err('BODY_NOT_SUPPORTED');
  return read;
}

function readPart(content: ContentType, bytes: Uint8Array, depth: number): Result<RecordingBody, BodyErrorCode> {
  if (content.type.startsWith('multipart/')) return readMultipart(content.boundary, bytes, depth);
  if (content.type === 'application/sdp') return ok({ sdp: decoder.decode(bytes) });
  return ok(METADATA_TYPES.includes(content.type) ? { metadata: decoder.decode(bytes) } : {});
}

function readMultipart(
  boundary: string | undefined,
  bytes: Uint8Array,
  depth: number,
): Result<RecordingBody, BodyErrorCode> {
  if (boundary === undefined || boundary.length > MAX_BOUNDARY_LENGTH || depth >= MAX_NESTED)
    return err('BODY_MALFORMED');
  const parts = cutParts(bytes, boundary);
  if (parts === null) return err('BODY_MALFORMED');
  let joined: RecordingBody = {};
  for (const part of parts) {
    const opened = openPart(part);
    if (opened === null) return err('BODY_MALFORMED');
    const read = readPart(opened.content, opened.bytes, depth + 1);
    if (!read.ok) return read;
    joined = { ...read.value, ...joined };
  }
  return ok(joined);
}

/** The bytes between the boundaries; null: there is no boundary, or there are too many. */
function cutParts(bytes: Uint8Array, boundary: string): Uint8Array[] | null {
  const marks = findBoundaries(bytes, `--${boundary}`);
  if (marks.length < 2 || marks.length > MAX_PARTS + 1) return null;
  return marks.slice(1).map((mark, index) => {
    const from = marks[index]?.end ?? 0;
    // The line end before a boundary belongs to the boundary.
    const lineEndBytes = bytes[mark.start - 2] === 13 ? 2 : 1;
    return bytes.subarray(from, Math.max(from, mark.start - lineEndBytes));
  });
}

function findBoundaries(bytes: Uint8Array, mark: string): { start: number; end: number }[] {
  const text = new TextDecoder('latin1').decode(bytes);
  const found: { start: number; end: number }[] = [];
  for (let at = text.indexOf(mark); at >= 0 && found.length <= MAX_PARTS + 1; at = text.indexOf(mark, at + 1)) {
    const isLineStart = at === 0 || text[at - 1] === '\n';
    const rest = /^(?:--)?[ \t]*(?:\r?\n|$)/.exec(text.slice(at + mark.length, at + mark.length + 64));
    if (isLineStart && rest !== null) found.push({ start: at, end: at + mark.length + rest[0].length });
  }
  return found;
}

function openPart(part: Uint8Array): { content: ContentType; bytes: Uint8Array } | null {
  const isWithoutHeaders = part[0] === 13 && part[1] === 10;
  const headEnd = isWithoutHeaders ? 2 : findHeadEnd(part);
  if (headEnd < 0) return null;
  const head = decoder.decode(part.subarray(0, headEnd)).replace(/\r\n[ \t]+/g, ' ');
  const line = head.split('\r\n').find((text) => /^content-type\s*:/i.test(text));
  return { content: readContentType(line?.slice(line.indexOf(':') + 1).trim()), bytes: part.subarray(headEnd) };
}

function readContentType(text: string | undefined): ContentType {
  const [type = '', ...params] = splitOutside(text ?? '', ';');
  const { boundary } = readParams(params) as { boundary?: string };
  return { type: type.toLowerCase(), ...(boundary !== undefined && { boundary }) };
}
