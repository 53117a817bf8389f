import { CallEntity } from './call.entity.js';
import { CategoryMatchEntity } from './category-match.entity.js';
import { LedgerSpanEntity } from './ledger-span.entity.js';
import { SegmentEntity } from './segment.entity.js';
import { StreamEntity } from './stream.entity.js';

export { CallEntity, CategoryMatchEntity, LedgerSpanEntity, SegmentEntity, StreamEntity };
export const entities = [CallEntity, CategoryMatchEntity, LedgerSpanEntity, SegmentEntity, StreamEntity];
