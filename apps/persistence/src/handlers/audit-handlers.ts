import type { Handlers } from '@earshot/contracts';
import type { AuditWriter } from '@earshot/ports';

export const auditHandlers = (audit: AuditWriter): Handlers<'persistence', 'calls.audit-trail'> => ({
  'access.recorded': ({ id, data }) => audit.addAccesses(id, data.accesses),
});
