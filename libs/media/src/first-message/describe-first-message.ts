import { readJsonObject, type JsonObject } from '../json/read-json-object.js';

/*
 * Names the kind of a client's first message, so that a client on the wrong path learns what it sent. Every name is a
 * fixed text: it may be logged and sent back.
 */

interface TextKind {
  readonly name: string;
  matches(fields: JsonObject): boolean;
}

export const LCA_MESSAGE = 'an LCA message';
export const EARSHOT_MESSAGE = 'a message of the Earshot protocol';
export const AUDIOHOOK_MESSAGE = 'a Genesys AudioHook message';

const earshotTypes = [
  'start',
  'end',
  'participant.joined',
  'participant.changed',
  'participant.left',
  'track.assigned',
];

const isOneOf = (value: unknown, names: readonly string[]): boolean =>
  typeof value === 'string' && names.includes(value);

/**
 * Known protocols by the fields of their first message. Sources: Twilio "Media Streams: WebSocket messages", Genesys
 * "AudioHook: session walkthrough", Vonage "WebSockets: first message".
 */
const textKinds: readonly TextKind[] = [
  { name: LCA_MESSAGE, matches: ({ callEvent }) => typeof callEvent === 'string' },
  { name: EARSHOT_MESSAGE, matches: ({ type }) => isOneOf(type, earshotTypes) },
  { name: AUDIOHOOK_MESSAGE, matches: ({ type, version }) => type === 'open' && version !== undefined },
  { name: 'a Vonage WebSocket message', matches: ({ event }) => event === 'websocket:connected' },
  {
    name: 'a Twilio Media Streams message',
    matches: ({ event }) => isOneOf(event, ['connected', 'start', 'media', 'stop', 'mark', 'dtmf']),
  },
];

/** Names the kind of a text message. */
export function describeFirstText(bytes: Uint8Array): string {
  const json = readJsonObject(bytes);
  if (!json.ok) return json.error === 'TEXT_NOT_JSON' ? 'text that is not JSON' : 'JSON that is not an object';
  return textKinds.find(({ matches }) => matches(json.value))?.name ?? 'a JSON message of an unknown protocol';
}

interface FileKind {
  readonly name: string;
  /** The first bytes of the file; null stands for any byte. */
  readonly signature: readonly (number | null)[];
}

const ascii = (text: string) => [...text].map((character) => character.charCodeAt(0));

/**
 * Audio files by their first bytes. Raw samples can begin like an MP3 frame by chance (three values of 65,536): the
 * client then has to connect again.
 */
const fileKinds: readonly FileKind[] = [
  { name: 'a WAV file', signature: [...ascii('RIFF'), null, null, null, null, ...ascii('WAVE')] },
  { name: 'an MP3 file', signature: ascii('ID3') },
  { name: 'an MP3 file', signature: [0xff, 0xfb] },
  { name: 'an MP3 file', signature: [0xff, 0xf3] },
  { name: 'an MP3 file', signature: [0xff, 0xf2] },
  { name: 'an Ogg file', signature: ascii('OggS') },
  { name: 'a FLAC file', signature: ascii('fLaC') },
  { name: 'a WebM file', signature: [0x1a, 0x45, 0xdf, 0xa3] },
];

/** Names the kind of file that a binary message begins; null for anything else, which may be raw audio. */
export function describeFirstBinary(bytes: Uint8Array): string | null {
  const kind = fileKinds.find(({ signature }) =>
    signature.every((byte, index) => byte === null || byte === bytes[index]),
  );
  return kind?.name ?? null;
}
