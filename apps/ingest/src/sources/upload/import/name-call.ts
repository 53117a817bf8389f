import { createHash } from 'node:crypto';
import { callIdSchema, type CallId } from '@earshot/contracts';
import type { ImportJob } from './import-job.js';

export interface NamedRecording {
  readonly callId: CallId;
  /** Where the id comes from the file, so that the same file always becomes the same call. */
  readonly isDerived: boolean;
}

/**
 * The id of a recording's call: that of its metadata, or one that is the same whenever the same sender sends the same file with the
 * same metadata. Reads the whole file once. Rejects if it cannot be read.
 */
export async function nameCall(job: ImportJob): Promise<NamedRecording> {
  const { metadata, owner } = job;
  if (metadata.callId !== undefined) return { callId: metadata.callId, isDerived: false };
  const { again, fileName: _, ...said } = metadata;
  const hash = createHash('sha256');
  for await (const piece of job.readFile()) hash.update(piece);
  const about = [owner.tenant, owner.key, Object.entries(said).sort(), again === true ? job.id : null];
  hash.update(JSON.stringify(about));
  return { callId: callIdSchema.parse(`rec-${hash.digest('hex').slice(0, 32)}`), isDerived: true };
}
