import { CallEntity } from './calls/call.entity.js';
import { CategoryMatchEntity } from './calls/category-match.entity.js';
import { LedgerSpanEntity } from './calls/ledger/ledger-span.entity.js';
import { SegmentEntity } from './calls/segment.entity.js';
import { StreamEntity } from './streams/stream.entity.js';

/** The tables that TypeORM reads. The other tables are only used by SQL statements of their own folder. */
export const entities = [CallEntity, CategoryMatchEntity, LedgerSpanEntity, SegmentEntity, StreamEntity];
