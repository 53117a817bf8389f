import type { SipHeaders } from '../sip/sip-headers.js';
import type { XmlElement } from './read-xml.js';

/** Ids by which the phone system knows the call. */
export type VendorIds = Readonly<Partial<Record<VendorIdName, string>>>;

/** Where each id stands: elements of the metadata and SIP headers, by their names in lower case. The first found counts. */
const vendorIdPlaces = {
  /** Oracle: `apkt:ucid` in `extensiondata`. */
  ORACLE_UCID: { elements: ['ucid'], headers: [] },
  /** Avaya, also passed on by AudioCodes as `ac:AvayaUCID`; the header is as in RFC 7433. */
  AVAYA_UCID: { elements: ['avayaucid'], headers: ['user-to-user'] },
  /** Genesys, also passed on by AudioCodes as `ac:GenesysUUID`. */
  GENESYS_UUID: { elements: ['genesysuuid'], headers: ['x-genesys-calluuid'] },
  GENESYS_CONVERSATION_ID: { elements: [], headers: ['x-genesys-conversation-id'] },
  /** Cisco and others: the session id of RFC 7989. */
  SIP_SESSION_ID: { elements: ['sipsessionid'], headers: ['session-id'] },
  CISCO_GUID: { elements: [], headers: ['cisco-guid'] },
  /** Ribbon: the global call id in `callData`. */
  RIBBON_GCID: { elements: ['gcid'], headers: [] },
  AUDIOCODES_SESSION_ID: { elements: [], headers: ['x-ac-session-id'] },
} as const satisfies Record<string, { elements: readonly string[]; headers: readonly string[] }>;

export type VendorIdName = keyof typeof vendorIdPlaces;

/** Longest id that is kept. */
const MAX_ID_LENGTH = 256;

/** The ids in a metadata document. */
export function findElementIds(document: XmlElement): VendorIds {
  const texts = new Map<string, string>();
  collectTexts(document, texts);
  return findIds(({ elements }) => elements.map((name) => texts.get(name)));
}

/** The ids in the headers of a request. */
export const findHeaderIds = (headers: SipHeaders): VendorIds =>
  findIds((places) =>
    places.headers.map((name) => (name === 'user-to-user' ? findUcid(headers.find(name)) : headers.find(name))),
  );

/** The UCID in `User-to-User`: FA, its length, and eight bytes, all in hexadecimal. Some centres put data of the customer beside it. */
const findUcid = (userToUser: string | undefined): string | undefined =>
  /FA08([\dA-F]{16})/i.exec(userToUser ?? '')?.[1];

function findIds(look: (places: (typeof vendorIdPlaces)[VendorIdName]) => readonly (string | undefined)[]): VendorIds {
  const names = Object.keys(vendorIdPlaces) as VendorIdName[];
  return Object.fromEntries(
    names.flatMap((name) => {
      const found = look(vendorIdPlaces[name]).find((text) => text !== undefined && text !== '');
      return found === undefined ? [] : [[name, found.slice(0, MAX_ID_LENGTH)]];
    }),
  );
}

function collectTexts({ name, text, children }: XmlElement, texts: Map<string, string>): void {
  const key = name.toLowerCase();
  if (text !== '' && !texts.has(key)) texts.set(key, text);
  for (const child of children) collectTexts(child, texts);
}
