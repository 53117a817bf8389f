import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AUDIO_FRAME_VERSION } from './events/audio/audio-frame.codec.js';
import { eventDefinitions, jsonEventTypes } from './events/index.js';
import { parseEvent } from './parse-event.js';

const folder = join(import.meta.dirname, '../compat');
const files = readdirSync(folder);
const currentFiles = [
  ...jsonEventTypes.map((type) => `${type}.v${eventDefinitions[type].version}.json`),
  `audio.frame.v${AUDIO_FRAME_VERSION}.hex`,
];

function readMessage(file: string): Uint8Array {
  const text = readFileSync(join(folder, file), 'utf8');
  return file.endsWith('.hex') ? Buffer.from(text.replace(/\s/g, ''), 'hex') : Buffer.from(text);
}

describe('frozen events', () => {
  it.each(files)('%s still parses', (file) => {
    const parsed = parseEvent(readMessage(file));
    if (!parsed.ok) throw new Error(`${parsed.error.code} ${parsed.error.detail}`);
    expect(file.startsWith(`${parsed.value.type}.v`)).toBe(true);
  });

  /** A file beside the first one of its version freezes fields that came later, e.g. `transcript.segment.v2.estimated.json`. */
  const isCurrent = (file: string) =>
    jsonEventTypes.some((type) => file.startsWith(`${type}.v${eventDefinitions[type].version}.`));

  it.each(files.filter((file) => file.endsWith('.json') && isCurrent(file)))('%s keeps every field', (file) => {
    const message = readMessage(file);
    const parsed = parseEvent(message);
    expect(parsed.ok && parsed.value).toEqual(JSON.parse(Buffer.from(message).toString('utf8')));
  });

  it('include the current version of every event', () => {
    expect(currentFiles.filter((file) => !files.includes(file))).toEqual([]);
  });
});
