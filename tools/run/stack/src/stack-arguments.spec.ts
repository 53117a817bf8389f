import { describe, expect, it } from '@jest/globals';
import { readArguments } from './stack-arguments.js';

describe('readArguments of the stack', () => {
  it('sets the number of processes for all services or for one', () => {
    expect(readArguments([]).replicas).toEqual({});
    expect(readArguments(['--replicas', '2', '--replicas', 'transcription=3']).replicas).toEqual({
      ingest: 2,
      transcription: 3,
      enrichment: 2,
      persistence: 2,
      gateway: 2,
    });
  });

  it('uses Kafka unless another bus is named', () => {
    expect(readArguments([]).bus).toBe('kafka');
    expect(readArguments(['--bus', 'kinesis']).bus).toBe('kinesis');
    expect(() => readArguments(['--bus', 'embedded'])).toThrow(expect.objectContaining({ code: 'BAD_ARGUMENT' }));
  });

  it.each(['0', 'two', 'web=2', '-1', '1.5'])('refuses --replicas %s', (value) => {
    expect(() => readArguments([`--replicas=${value}`])).toThrow(expect.objectContaining({ code: 'BAD_ARGUMENT' }));
  });
});
