import { ok, type Result } from '@earshot/contracts';
import { readJsonObject, type JsonObject } from '../json/read-json-object.js';

/** Which system forks the audio. FreeSWITCH and jambonz use the same module; the others' messages are brought into its form. */
export type ForkVendor = 'freeswitch' | 'jambonz' | 'vonage' | 'asterisk';

/** The metadata that a text message brings; null if it brings none. */
type Found = Result<JsonObject | null, 'TEXT_NOT_JSON' | 'TEXT_NOT_OBJECT'>;

/** The names of the call id: jambonz writes the first two, and `uuid` is FreeSWITCH's own word. */
export const callIdFields = ['callSid', 'call_sid', 'callId', 'call_id', 'uuid'];

/**
 * Finds the metadata of a call. Sources: jambonz "listen", README of `mod_audio_fork` and `mod_audio_stream`, Vonage "WebSockets",
 * Asterisk "WebSocket channel driver".
 */
export function findMetadata(bytes: Uint8Array, vendor: ForkVendor): Found {
  if (vendor === 'asterisk') return findMediaStart(bytes);
  const json = readJsonObject(bytes);
  if (!json.ok) return json;
  const { value } = json;
  if (vendor === 'vonage') return ok(value.event === 'websocket:connected' ? ofVonage(value) : null);
  const isMetadata = callIdFields.some((field) => value[field] !== undefined) || value.sampleRate !== undefined;
  return ok(isMetadata ? value : null);
}

/** Vonage sends the whole conversation unless each leg has a socket of its own, and adds the headers of the NCCO. */
function ofVonage(message: JsonObject): JsonObject {
  const contentType = message['content-type'];
  const rate = typeof contentType === 'string' ? /rate=(\d+)/.exec(contentType)?.[1] : undefined;
  return { mixType: 'mixed', ...message, sampleRate: rate ?? message.sampleRate };
}

const decoder = new TextDecoder('utf-8');
const WORD = /^[A-Z_]+(?: |$)/;

/** Asterisk's control messages are JSON, or a word and `name:value` pairs. */
function findMediaStart(bytes: Uint8Array): Found {
  const text = decoder.decode(bytes);
  if (!WORD.test(text)) {
    const json = readJsonObject(bytes);
    if (!json.ok) return json;
    return ok(json.value.event === 'MEDIA_START' ? ofAsterisk(json.value) : null);
  }
  const [word, ...pairs] = text.split(' ');
  if (word !== 'MEDIA_START') return ok(null);
  return ok(
    ofAsterisk(Object.fromEntries(pairs.map((pair) => [pair.split(':', 1)[0], pair.slice(pair.indexOf(':') + 1)]))),
  );
}

const asteriskFormats: Readonly<Record<string, { readonly codec: string; readonly sampleRate: number }>> = {
  ulaw: { codec: 'PCMU', sampleRate: 8_000 },
  alaw: { codec: 'PCMA', sampleRate: 8_000 },
  slin: { codec: 'L16', sampleRate: 8_000 },
  slin12: { codec: 'L16', sampleRate: 12_000 },
  slin16: { codec: 'L16', sampleRate: 16_000 },
  slin24: { codec: 'L16', sampleRate: 24_000 },
  slin32: { codec: 'L16', sampleRate: 32_000 },
  slin44: { codec: 'L16', sampleRate: 44_100 },
  slin48: { codec: 'L16', sampleRate: 48_000 },
};

/** One channel of Asterisk. The variables of the channel may say more about the call. */
function ofAsterisk(message: JsonObject): JsonObject {
  const { format, channel_variables: variables, channel_id: channelId, connection_id: connectionId } = message;
  const audio =
    typeof format === 'string' && Object.hasOwn(asteriskFormats, format) ? asteriskFormats[format] : undefined;
  const own = typeof variables === 'object' && variables !== null ? (variables as JsonObject) : {};
  return {
    callId: channelId ?? connectionId,
    ...own,
    ...(audio ?? { codec: 'unknown' }),
    mixType: own.mixType ?? 'mono',
  };
}
