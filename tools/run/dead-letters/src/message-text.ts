import { AUDIO_FRAME_MAGIC, decodeAudioFrame } from '@earshot/contracts';
import { printable } from './printable.js';

const HEX_BYTES_A_LINE = 16;
const MAX_HEX_LINES = 64;

/** A message for people: JSON line by line, an audio frame by its head, anything else in hexadecimal. */
export function messageText(message: Uint8Array): string[] {
  if (message[0] === AUDIO_FRAME_MAGIC) {
    const frame = decodeAudioFrame(message);
    if (frame.ok) {
      const { payload, ...head } = frame.value;
      return linesOf({ ...head, payloadBytes: payload.length });
    }
  }
  try {
    return linesOf(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(message)));
  } catch {
    return hexOf(message);
  }
}

const linesOf = (value: unknown): string[] => JSON.stringify(value, null, 2).split('\n').map(printable);

function hexOf(message: Uint8Array): string[] {
  const lines: string[] = [];
  for (let at = 0; at < message.length && lines.length < MAX_HEX_LINES; at += HEX_BYTES_A_LINE) {
    const bytes = Buffer.from(message.subarray(at, at + HEX_BYTES_A_LINE));
    const text = bytes.toString('latin1').replace(/[^\x20-\x7e]/g, '.');
    lines.push(`${at.toString(16).padStart(6, '0')}  ${bytes.toString('hex').padEnd(2 * HEX_BYTES_A_LINE)}  ${text}`);
  }
  const shown = lines.length * HEX_BYTES_A_LINE;
  return message.length > shown ? [...lines, `… ${message.length - shown} bytes more`] : lines;
}
