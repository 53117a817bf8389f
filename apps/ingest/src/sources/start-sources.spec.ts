import { describe, expect, it } from '@jest/globals';
import { ingestConfigSchema } from '../ingest.config.js';
import { requireClosedDoors, type ProcessDoors } from './start-sources.js';

describe('requireClosedDoors', () => {
  const port = { EARSHOT_SOURCES: 'audiosocket', EARSHOT_AUDIOSOCKET_PORT: '9092' };
  const start = (settings: Record<string, string>, doors: ProcessDoors = {}) => {
    requireClosedDoors({ ...ingestConfigSchema.parse(settings), ...doors });
  };

  it('lets a source listen on this machine without a check', () => {
    expect(() => start(port)).not.toThrow();
  });

  it('refuses a source that everybody can reach, and names its setting', () => {
    const open = { ...port, EARSHOT_HOST: '0.0.0.0' };
    expect(() => start(open)).toThrow(expect.objectContaining({ code: 'HOST_NEEDS_IDENTITY' }));
    expect(() => start(open)).toThrow(/^EARSHOT_INGEST_ALLOWED_ADDRESSES: /);
    expect(() => start(open, { EARSHOT_ALLOW_UNAUTHENTICATED: true })).not.toThrow();
    expect(() => start({ ...open, EARSHOT_INGEST_ALLOWED_ADDRESSES: 'audiosocket=10.0.0.0/8' })).not.toThrow();
  });

  it('refuses it in production at any address', () => {
    const production = { EARSHOT_MODE: 'production' };
    expect(() => start(port, production)).toThrow(expect.objectContaining({ code: 'PRODUCTION_NOT_READY' }));
  });

  it('asks nothing of sources that are off', () => {
    const host = { EARSHOT_HOST: '0.0.0.0' };
    expect(() => start({ ...host, EARSHOT_SOURCES: 'audiosocket,siprec' })).not.toThrow();
    expect(() => start({ ...host, EARSHOT_AUDIOSOCKET_PORT: '9092', EARSHOT_SOURCES: 'lca' })).not.toThrow();
  });
});
