import { describe, expect, it } from '@jest/globals';
import { kinesisConfigSchema, kinesisSettings } from './kinesis.config.js';

describe('kinesisSettings', () => {
  it('needs only a region', () => {
    expect(kinesisSettings(kinesisConfigSchema.parse({ AWS_REGION: 'eu-central-1' }))).toEqual({
      region: 'eu-central-1',
      endpoint: undefined,
      streamPrefix: 'earshot.',
      maxShards: 4,
      createsStreams: true,
      fanOut: false,
      pollMs: 250,
      lingerMs: 5,
      leaseMs: 10_000,
    });
  });

  it('names the variable that is missing or wrong', () => {
    expect(() => kinesisSettings(kinesisConfigSchema.parse({}))).toThrow(
      expect.objectContaining({ code: 'BUS_CONFIG_INCOMPLETE', message: expect.stringMatching('^AWS_REGION: ') }),
    );
    const wrong = {
      KINESIS_ENDPOINT: 'ftp://x',
      KINESIS_STREAM_PREFIX: 'a/b',
      KINESIS_FAN_OUT: 'yes',
      KINESIS_POLL_MS: '1',
    };
    const problems = kinesisConfigSchema.safeParse(wrong).error?.issues.map(({ path }) => path.join());
    expect(problems).toEqual(Object.keys(wrong));
  });
});
