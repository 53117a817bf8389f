import { describe, expect, it } from '@jest/globals';
import { ingestConfigSchema } from './ingest.config.js';

describe('ingestConfigSchema', () => {
  it('has a default for everything', () => {
    expect(ingestConfigSchema.parse({})).toEqual({
      EARSHOT_AGENT_NUMBERS: [],
      EARSHOT_HOOK_CONCURRENCY: 64,
      EARSHOT_HOOK_FAILURE: 'CONTINUE',
      EARSHOT_HOOK_HOLD_MS: 30_000,
      EARSHOT_HOOK_KEY_ID: 'earshot',
      EARSHOT_HOOK_TIMEOUT_MS: 2_000,
      EARSHOT_OUTBOUND_ALLOWED_HOSTS: [],
      EARSHOT_HOST: '127.0.0.1',
      EARSHOT_INGEST_PORT: 4_001,
      EARSHOT_ALLOWED_ORIGINS: [],
      EARSHOT_AUDIOHOOK_API_KEY: [],
      EARSHOT_AUDIOHOOK_CLIENT_SECRET: [],
      EARSHOT_AUDIOHOOK_ORGANIZATIONS: [],
      EARSHOT_SOURCES: [],
      EARSHOT_ALLOW_CHOSEN_ENGINE: false,
      EARSHOT_TRUSTED_PROXIES: [],
      EARSHOT_INGEST_ALLOWED_ADDRESSES: [],
      EARSHOT_TLS_ENDS_AT_PROXY: false,
      EARSHOT_KVS_SILENCE_MS: 1_800_000,
      EARSHOT_MAX_CALLS: 5_000,
      EARSHOT_MAX_CALLS_PER_SOCKET: 50,
      EARSHOT_MAX_CALLS_PER_ADDRESS: 2_500,
      EARSHOT_STARTS_PER_SOCKET: 5,
      EARSHOT_STARTS_PER_ADDRESS: 200,
      EARSHOT_MAX_DATABASE_LATENCY_MS: 10_000,
      EARSHOT_RECONNECT_WINDOW_MS: 30_000,
      EARSHOT_SOCKET_TIMEOUT_MS: 60_000,
      EARSHOT_LCA_BROWSER_REPAIR: false,
      EARSHOT_LCA_QUERY_KEYS: false,
      EARSHOT_AUDIOSOCKET_PORT: 0,
      EARSHOT_SIPREC_RTP_PORTS: { firstPort: 20_000, lastPort: 29_999 },
      EARSHOT_SIPREC_REQUIRE_SRTP: false,
      EARSHOT_SIPREC_RTP_TIMEOUT_MS: 60_000,
      EARSHOT_SIPREC_AGENTS: [],
      EARSHOT_CALL_BUFFER_BYTES: 1_048_576,
      EARSHOT_INGEST_BUFFER_BYTES: 536_870_912,
      EARSHOT_MAX_BACKLOG_FRAMES: 300_000,
      EARSHOT_STALL_GAP_MS: 1_000,
      EARSHOT_CALL_PACE: 1.5,
      EARSHOT_CALL_BURST_MS: 30_000,
      EARSHOT_INGEST_DRAIN_MS: 10_000,
      EARSHOT_TWILIO_AUTH_TOKENS: [],
      EARSHOT_PLIVO_AUTH_TOKENS: [],
      EARSHOT_TALKDESK_ACCOUNTS: [],
      EARSHOT_TALKDESK_QUERY_KEYS: false,
      EARSHOT_TELNYX_ACCOUNTS: [],
      EARSHOT_TELNYX_QUERY_KEYS: false,
      EARSHOT_EXOTEL_ACCOUNTS: [],
      EARSHOT_DATA_DIR: '.earshot',
      EARSHOT_RECORDINGS_AT_ONCE: 2,
      EARSHOT_RECORDINGS_PACE: 4,
      EARSHOT_RECORDINGS_FILE_BYTES: 1_073_741_824,
      EARSHOT_RECORDINGS_MAX_MINUTES: 480,
      EARSHOT_RECORDINGS_PER_CLIENT: 1_000,
      EARSHOT_RECORDINGS_WAITING_BYTES: 21_474_836_480,
    });
  });

  it('describes every setting', () => {
    for (const setting of Object.values(ingestConfigSchema.shape)) expect(setting.description).toMatch(/\.$/);
  });

  it.each([
    ['EARSHOT_MAX_CALLS', '0'],
    ['EARSHOT_RECONNECT_WINDOW_MS', '-1'],
    ['EARSHOT_SOCKET_TIMEOUT_MS', 'soon'],
    ['EARSHOT_LCA_BROWSER_REPAIR', 'yes'],
    ['EARSHOT_ALLOWED_ORIGINS', 'example.org'],
    ['EARSHOT_CALL_BUFFER_BYTES', '1'],
  ])('refuses %s=%s', (name, value) => {
    expect(ingestConfigSchema.safeParse({ [name]: value }).success).toBe(false);
  });
});
