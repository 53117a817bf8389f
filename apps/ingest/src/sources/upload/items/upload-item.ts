import { callRefusals, type CallId } from '@earshot/contracts';
import type { Principal } from '@earshot/domain';
import { uploadErrors, type UploadErrorCode } from '@earshot/media/recording-file';
import type { ImportFailureCode } from '../import/import-job.js';
import type { RecordingMetadata } from '../recording-metadata.js';

/** RECEIVING → QUEUED → READING → DONE or FAILED. After a restart, READING begins as QUEUED again. */
export type UploadState = 'RECEIVING' | 'QUEUED' | 'READING' | 'DONE' | 'FAILED';

/** Whose recording it is: what a process needs to bring the call for its sender after a restart. */
export interface UploadOwner {
  readonly key: string;
  readonly tenant: string;
  readonly subject: string;
  /** The agent whose calls alone it may bring; null for any. */
  readonly agentId: string | null;
}

export const toOwner = ({ key, tenant, subject, kind, agentId }: Principal): UploadOwner => ({
  ...{ key, tenant, subject },
  agentId: kind === 'SOURCE' ? agentId : null,
});

/** Whoever sent a recording brings its call, also after a restart. It reads nothing. */
export const toPrincipal = ({ key, tenant, subject, agentId }: UploadOwner): Principal => ({
  ...{ key, tenant, subject, agentId, kind: 'SOURCE', roles: [], teams: [], queues: [] },
  ...{ sources: ['upload'], expiresAtMs: null },
});

/** A recording that somebody sent, as it is stored. */
export interface UploadItem {
  readonly id: string;
  readonly owner: UploadOwner;
  readonly metadata: RecordingMetadata;
  /** The key of the stored file, base64. */
  readonly fileKey: string;
  /** The length of the whole file; null: it is known when the file is there. */
  readonly sizeBytes: number | null;
  readonly createdAtMs: number;
  readonly changedAtMs: number;
  readonly state: UploadState;
  /** The client may go on after a lost connection (tus). */
  readonly isResumable: boolean;
  readonly callId?: CallId | undefined;
  /** The call of this file existed already. */
  readonly isDuplicate?: boolean | undefined;
  /** Why it failed, or what is wrong with its call. */
  readonly code?: ImportFailureCode | undefined;
}

export const isOver = ({ state }: UploadItem): boolean => state === 'DONE' || state === 'FAILED';

/** An item as its sender sees it. */
export interface UploadView {
  readonly id: string;
  readonly state: string;
  /** How much of the file has come, or is read. 0 of a file that comes without a length. */
  readonly percent: number;
  readonly fileName?: string | undefined;
  readonly callId?: string | undefined;
  /** Where the page shows the call. */
  readonly callPath?: string | undefined;
  readonly isDuplicate?: boolean | undefined;
  readonly code?: string | undefined;
  readonly message?: string | undefined;
  readonly createdAt: string;
  readonly changedAt: string;
}

/** `doneBytes`: how much of the file has come, or is read. */
export function viewUpload(item: UploadItem, doneBytes: number): UploadView {
  const { id, state, callId, code, isDuplicate, sizeBytes, metadata } = item;
  return {
    id,
    state: state.toLowerCase(),
    percent: state === 'DONE' ? 100 : Math.floor((100 * doneBytes) / Math.max(1, sizeBytes ?? Infinity)),
    fileName: metadata.fileName,
    callId,
    callPath: callId === undefined ? undefined : `/calls/${encodeURIComponent(callId)}`,
    isDuplicate,
    code,
    message: code === undefined ? undefined : describeCode(code),
    createdAt: new Date(item.createdAtMs).toISOString(),
    changedAt: new Date(item.changedAtMs).toISOString(),
  };
}

export const describeCode = (code: ImportFailureCode): string =>
  code in uploadErrors ? uploadErrors[code as UploadErrorCode] : callRefusals[code as keyof typeof callRefusals].means;
