import { describe, expect, it } from '@jest/globals';
import { jsonEventTypes } from './events/index.js';
import { eventExamples } from './examples/index.js';
import { jsonSchemaOf } from './json-schemas.js';
import { envelopePrivacy, fieldPrivacy, privateFieldsOf } from './pii.js';

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
}

/** The paths of all leaves of a schema: `text`, `words[].startMs`. */
function leavesOf(schema: Schema, path = ''): string[] {
  const { properties, items, anyOf } = schema;
  const variants = anyOf?.filter((variant) => variant.properties ?? variant.items) ?? [];
  if (variants.length > 0) return [...new Set(variants.flatMap((variant) => leavesOf(variant, path)))];
  if (items !== undefined) return leavesOf(items, `${path}[]`);
  if (properties === undefined) return [path];
  return Object.entries(properties).flatMap(([name, field]) => leavesOf(field, path === '' ? name : `${path}.${name}`));
}

const propertiesOf = (schema: object): Readonly<Record<string, Schema>> => (schema as Schema).properties ?? {};

describe('the privacy of event fields', () => {
  it.each(jsonEventTypes)('is stated for every field of %s, and for no other field', (type) => {
    const { data = {}, ...envelope } = propertiesOf(jsonSchemaOf(type));
    expect(Object.keys(fieldPrivacy[type]).sort()).toEqual(leavesOf(data).sort());
    expect(Object.keys(envelopePrivacy).sort()).toEqual(Object.keys(envelope).sort());
  });

  it('is stated for every field of audio.frame, and for no other field', () => {
    expect(Object.keys(fieldPrivacy['audio.frame']).sort()).toEqual(Object.keys(eventExamples['audio.frame']).sort());
  });

  it('is stated for every event, and for no other event', () => {
    expect(Object.keys(fieldPrivacy).sort()).toEqual([...jsonEventTypes, 'audio.frame'].sort());
  });

  it('keeps words, sound, numbers and names out of log lines', () => {
    expect(privateFieldsOf('transcript.segment')).toEqual(['text', 'words[].text']);
    expect(privateFieldsOf('segment.enriched')).toEqual(['text', 'words[].text']);
    expect(privateFieldsOf('audio.frame')).toEqual(['payload']);
    expect(privateFieldsOf('call.started')).toEqual([
      ...['customerNumber', 'systemNumber', 'agentId', 'name', 'metadata'],
      'startedBy',
    ]);
    expect(privateFieldsOf('stream.opened')).toEqual(['participants[].name', 'participants[].number']);
    expect(privateFieldsOf('participant.changed')).toEqual(['participant.name', 'participant.number']);
    expect(privateFieldsOf('dead.letter')).toEqual(['key', 'message']);
    expect(privateFieldsOf('access.recorded')).toEqual(
      ['principal', 'subject', 'address'].map((field) => `accesses[].${field}`),
    );
  });
});
