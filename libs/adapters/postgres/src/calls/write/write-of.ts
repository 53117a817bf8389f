import type { CallWrite } from '@earshot/ports';

/** The writes of one kind. */
export type WriteOf<K extends CallWrite['kind']> = Extract<CallWrite, { kind: K }>;

export type ParticipantWrite = WriteOf<'participant-joined' | 'participant-changed' | 'participant-left'>;
