import { createHash } from 'node:crypto';
import { callIdSchema, type CallId } from '@earshot/contracts';
import { BoundedMap } from '@earshot/domain';
import { EVERY_ROW, type CallReader } from '@earshot/ports';

const REMEMBERED_CALLS = 20_000;
const DIGEST_LENGTH = 16;

/**
 * Names calls for the audit. The id of a stored call names it. A client may send any text as the id of another, so the audit
 * keeps only a digest of that: somebody who knows the id can still find it.
 */
export class AuditedCalls {
  private readonly known = new BoundedMap<string, CallId>(REMEMBERED_CALLS);

  constructor(private readonly reader: Pick<CallReader, 'placementsById'>) {}

  /** Never rejects: a call that cannot be looked up counts as unknown. */
  async findName(id: string): Promise<CallId> {
    const known = this.known.get(id);
    if (known !== undefined) return known;
    const callId = callIdSchema.safeParse(id);
    if (!callId.success || !(await this.isStored(callId.data))) return digestOf(id);
    this.known.set(id, callId.data);
    return callId.data;
  }

  private async isStored(callId: CallId): Promise<boolean> {
    try {
      const [placement] = await this.reader.placementsById(EVERY_ROW, [callId]);
      return placement !== undefined && placement !== null;
    } catch {
      return false;
    }
  }
}

const digestOf = (id: string): CallId =>
  callIdSchema.parse(`unknown:${createHash('sha256').update(id).digest('hex').slice(0, DIGEST_LENGTH)}`);
