import type { ParticipantRole } from '@earshot/contracts';

/** One stream of an offer. */
export interface StreamOffer {
  readonly label: string;
  /** The payload types, and their `a=rtpmap` where they need one: `0`, `98 opus/48000/2`. */
  readonly formats?: readonly string[];
  /** 0: switched off. */
  readonly port?: number;
  readonly direction?: 'sendonly' | 'inactive';
  /** Further attributes, such as `record:paused`. */
  readonly attributes?: readonly string[];
  readonly protocol?: string;
}

/**
 * Writes the offer of a recording client: one `m=` section for each stream.
 *
 * @param address the IPv4 address from which the streams are sent
 */
export function writeOffer(streams: readonly StreamOffer[], address = '127.0.0.1'): string {
  const sections = streams.flatMap((stream) => {
    const {
      label,
      formats = ['0'],
      port = 40_000,
      direction = 'sendonly',
      attributes = [],
      protocol = 'RTP/AVP',
    } = stream;
    return [
      `m=audio ${port} ${protocol} ${formats.map((format) => format.split(' ')[0]).join(' ')}`,
      ...formats.filter((format) => format.includes(' ')).map((format) => `a=rtpmap:${format}`),
      `a=label:${label}`,
      `a=${direction}`,
      ...attributes.map((attribute) => `a=${attribute}`),
    ];
  });
  return `${['v=0', `o=src 1 1 IN IP4 ${address}`, 's=-', `c=IN IP4 ${address}`, 't=0 0', ...sections].join('\r\n')}\r\n`;
}

/** One person of a metadata document. */
export interface RecordedPerson {
  readonly id: string;
  readonly address: string;
  readonly name?: string;
  /** One of Earshot's roles. */
  readonly role?: ParticipantRole;
  /** The label of the stream on which the person is heard. */
  readonly label?: string;
  readonly hasLeft?: boolean;
}

/** Writes `rs-metadata` of one session (RFC 7865). */
export function writeMetadata(
  sessionId: string,
  people: readonly RecordedPerson[],
  dataMode: 'complete' | 'partial' = 'complete',
): string {
  const labels = [...new Set(people.flatMap(({ label }) => label ?? []))];
  const participants = people.map(
    ({ id, address, name = '', role }) =>
      `<participant participant_id="${id}"><nameID aor="${escapeXml(address)}">${name && `<name>${escapeXml(name)}</name>`}</nameID>${role === undefined ? '' : `<role>${role}</role>`}</participant>`,
  );
  const streams = labels.map(
    (label) => `<stream stream_id="s${label}" session_id="${sessionId}"><label>${label}</label></stream>`,
  );
  const associations = people.map(
    ({ id, label, hasLeft }) =>
      `<participantsessionassoc participant_id="${id}" session_id="${sessionId}">${hasLeft === true ? '<disassociate-time>2026-01-01T00:00:00Z</disassociate-time>' : ''}</participantsessionassoc>` +
      (label === undefined
        ? ''
        : `<participantstreamassoc participant_id="${id}"><send>s${label}</send></participantstreamassoc>`),
  );
  return `<?xml version="1.0" encoding="UTF-8"?><recording xmlns="urn:ietf:params:xml:ns:recording:1"><datamode>${dataMode}</datamode><session session_id="${sessionId}"/>${[...participants, ...streams, ...associations].join('')}</recording>`;
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '"': '&quot;' };
const escapeXml = (text: string): string => text.replace(/[&<"]/g, (char) => entities[char] ?? char);
