import { describe, expect, it } from '@jest/globals';
import { ConfigError, loadConfig } from '@earshot/runtime';
import { settingsOf, transcriptionConfigSchema } from './transcription.config.js';

describe('the settings', () => {
  it('have defaults and descriptions', () => {
    expect(settingsOf(loadConfig(transcriptionConfigSchema, {}))).toEqual({
      language: 'en-US',
      replaySeconds: 120,
      enginePatienceMs: 10_000,
      engineHangMs: 20_000,
      maxEngineFailures: 5,
      engineRetryMs: 30_000,
      idleCallMs: 600_000,
      maxCalls: 5_000,
      maxBackfills: 100,
      autoBackfill: true,
      progressWindowMs: 20,
      takeAgainPauseMs: 5_000,
      drainFlushMs: 5_000,
    });
    for (const field of Object.values(transcriptionConfigSchema.shape)) expect(field.description).toMatch(/\.$/);
  });

  it('are read from text, and refused by name', () => {
    expect(loadConfig(transcriptionConfigSchema, { EARSHOT_REPLAY_SECONDS: '30' }).EARSHOT_REPLAY_SECONDS).toBe(30);
    expect(() => loadConfig(transcriptionConfigSchema, { EARSHOT_ENGINE_HANG_MS: 'soon' })).toThrow(ConfigError);
    expect(() => loadConfig(transcriptionConfigSchema, { EARSHOT_ENGINE_HANG_MS: '1' })).toThrow(
      'EARSHOT_ENGINE_HANG_MS',
    );
  });
});
