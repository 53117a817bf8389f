import { err, ok, type Result } from '@earshot/contracts';

/** `a=NAME` or `a=NAME:VALUE`. */
export interface SdpAttribute {
  readonly name: string;
  readonly value: string;
}

/** One `m=` section. */
export interface SdpMedia {
  readonly kind: string;
  /** 0: the stream is switched off. */
  readonly port: number;
  readonly protocol: string;
  readonly formats: readonly string[];
  /** From the section's own `c=` line, or from the one of the session. */
  readonly address: string;
  readonly attributes: readonly SdpAttribute[];
}

/** A session description (RFC 8866). Lines and attributes that nobody here needs are dropped. */
export interface SdpDescription {
  readonly attributes: readonly SdpAttribute[];
  readonly media: readonly SdpMedia[];
}

export type SdpErrorCode = 'SDP_MALFORMED' | 'SDP_TOO_LARGE';

/** A call has at most 16 tracks; a few video or switched-off sections may stand between them. */
const MAX_MEDIA_SECTIONS = 64;
const MAX_LINES = 2_048;
const MEDIA_LINE = /^m=([\w.-]{1,32}) (\d{1,5})(?:\/\d{1,5})? ([\w/.-]{1,64})((?: [^ ]{1,32}){1,64})$/;
const CONNECTION_LINE = /^IN IP[46] ([0-9a-zA-Z.:-]{1,255})(?:\/\d+){0,2}$/;

interface Section {
  address: string;
  readonly attributes: SdpAttribute[];
}

type MutableMedia = SdpMedia & Section;

/** Reads a session description leniently: line ends of any kind, unknown lines and attributes tolerated. */
export function readSdp(text: string): Result<SdpDescription, SdpErrorCode> {
  const lines = text.split(/\r\n|\n|\r/).filter((line) => line !== '');
  if (lines.length > MAX_LINES) return err('SDP_TOO_LARGE');
  if (lines[0] !== 'v=0') return err('SDP_MALFORMED');
  const session: Section = { address: '', attributes: [] };
  const media: MutableMedia[] = [];
  for (const line of lines) {
    if (!(line[0] === 'm' ? openMedia(media, line, session.address) : readLine(line, media.at(-1) ?? session))) {
      return err('SDP_MALFORMED');
    }
    if (media.length > MAX_MEDIA_SECTIONS) return err('SDP_TOO_LARGE');
  }
  return ok({ attributes: session.attributes, media });
}

export const findAttribute = (attributes: readonly SdpAttribute[], name: string): string | undefined =>
  attributes.find((attribute) => attribute.name === name)?.value;

export const findAttributes = (attributes: readonly SdpAttribute[], name: string): string[] =>
  attributes.filter((attribute) => attribute.name === name).map(({ value }) => value);

function readAttribute(text: string): SdpAttribute {
  const colon = text.indexOf(':');
  return colon < 0
    ? { name: text.toLowerCase(), value: '' }
    : { name: text.slice(0, colon).toLowerCase(), value: text.slice(colon + 1).trim() };
}

/** Adds one line to its section. Returns whether it is a line of a description. */
function readLine(line: string, section: Section): boolean {
  const value = line.slice(2).trim();
  if (line[0] === 'a') section.attributes.push(readAttribute(value));
  else if (line[0] === 'c') section.address = CONNECTION_LINE.exec(value)?.[1] ?? '';
  return line[1] === '=';
}

function openMedia(media: MutableMedia[], line: string, address: string): boolean {
  const [, kind, port, protocol, formats = ''] = MEDIA_LINE.exec(line) ?? [];
  if (kind === undefined || protocol === undefined || Number(port) > 65_535) return false;
  media.push({ kind, port: Number(port), protocol, formats: formats.trim().split(' '), address, attributes: [] });
  return true;
}
