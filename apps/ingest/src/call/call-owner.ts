import { openPrincipal } from '@earshot/domain';
import type { CallStart } from './call-start.js';

/** The key of the principal that a call belongs to. Where nobody has to prove who they are, calls belong to everybody. */
export const ownerOfStart = ({ startedBy }: Pick<CallStart, 'startedBy'>): string => startedBy ?? openPrincipal.key;
