import { CreateCalls1795500000000 } from './1795500000000-create-calls.js';
import { IndexCalls1795500000001 } from './1795500000001-index-calls.js';
import { DeadLetters1796000000020 } from './1796000000020-dead-letters.js';
import { ShardLeases1796000000010 } from './1796000000010-shard-leases.js';
import { TranscriptProgress1796000000000 } from './1796000000000-transcript-progress.js';

export const migrations = [
  CreateCalls1795500000000,
  IndexCalls1795500000001,
  ShardLeases1796000000010,
  TranscriptProgress1796000000000,
  DeadLetters1796000000020,
];
