import { AUDIO_FRAME_MAGIC, decodeAudioFrame, escapeUnprintable } from '@earshot/contracts';

const HEX_BYTES_PER_LINE = 16;
const MAX_HEX_LINES = 64;

/** Formats a message for people: JSON over several lines, an audio frame without its audio, other bytes as hexadecimal. */
export function formatMessage(message: Uint8Array): string[] {
  if (message[0] === AUDIO_FRAME_MAGIC) {
    const frame = decodeAudioFrame(message);
    if (frame.ok) {
      const { payload, ...head } = frame.value;
      return formatJson({ ...head, payloadBytes: payload.length });
    }
  }
  try {
    return formatJson(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(message)));
  } catch {
    return formatHex(message);
  }
}

const formatJson = (value: unknown): string[] => JSON.stringify(value, null, 2).split('\n').map(escapeUnprintable);

function formatHex(message: Uint8Array): string[] {
  const lines: string[] = [];
  for (let at = 0; at < message.length && lines.length < MAX_HEX_LINES; at += HEX_BYTES_PER_LINE) {
    const bytes = Buffer.from(message.subarray(at, at + HEX_BYTES_PER_LINE));
    const text = bytes.toString('latin1').replace(/[^\x20-\x7e]/g, '.');
    lines.push(`${at.toString(16).padStart(6, '0')}  ${bytes.toString('hex').padEnd(2 * HEX_BYTES_PER_LINE)}  ${text}`);
  }
  const shownBytes = lines.length * HEX_BYTES_PER_LINE;
  return message.length > shownBytes ? [...lines, `… ${message.length - shownBytes} more bytes`] : lines;
}
