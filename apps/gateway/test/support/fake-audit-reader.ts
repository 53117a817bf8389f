import type {
  AuditAnchor,
  AuditEntry,
  AuditQuery,
  AuditReader,
  AuditVerdict,
  CallAccess,
  HashedAuditEntry,
  Page,
} from '@earshot/ports';

/** The rows of one tenant, in memory. It selects by tenant and call. */
export class FakeAuditReader implements AuditReader {
  readonly entries: AuditEntry[] = [];
  readonly queries: AuditQuery[] = [];

  async listEntries(tenant: string, query: AuditQuery): Promise<Page<AuditEntry>> {
    this.queries.push(query);
    const found = this.entries.filter((entry) => entry.tenant === tenant).toReversed();
    const items = found.slice(0, query.first).map((item) => ({ cursor: `after-${item.sequence}`, item }));
    return { items, hasNextPage: found.length > query.first };
  }

  async listCallAccesses(tenant: string, callId: string): Promise<readonly CallAccess[]> {
    return this.entries
      .filter((entry) => entry.tenant === tenant && entry.callId === callId)
      .map(({ principal, subject, action, count, lastAtMs }) => ({ principal, subject, action, count, lastAtMs }));
  }

  async listTenants(): Promise<readonly string[]> {
    return [...new Set(this.entries.map(({ tenant }) => tenant))];
  }

  async readRows(): Promise<readonly HashedAuditEntry[]> {
    return [];
  }

  async verifyRows(_tenant: string, anchor?: AuditAnchor): Promise<AuditVerdict> {
    return { isWhole: true, anchor: anchor ?? { sequence: 0, hash: '' } };
  }
}
