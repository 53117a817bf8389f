import type { RetentionPolicyRowFragment } from '@earshot/graphql-api';
import { countOf } from '../../../ui/count-of.js';
import { formatTime } from '../../../ui/format-time.js';
import type { AdminRow } from '../AdminTable.js';

type PolicyAction = 'change' | 'remove';
type Target = Pick<RetentionPolicyRowFragment, 'kind' | 'name'>;

const kindNames: Readonly<Record<RetentionPolicyRowFragment['kind'], string>> = {
  DEFAULT: 'All other calls',
  QUEUE: 'Queue',
  CATEGORY: 'Category',
};

/** Which calls a policy is about. */
export const describeTarget = ({ kind, name }: Target): string =>
  name === null ? kindNames[kind] : `${kindNames[kind]} ${name}`;

/** One policy, with what an administrator can do. */
export function toPolicyRow(policy: RetentionPolicyRowFragment, onAct: (action: PolicyAction) => void): AdminRow {
  const target = describeTarget(policy);
  const isSetting = policy.setAt === null;
  return {
    key: target,
    cells: [
      target,
      countOf(policy.days, 'day'),
      isSetting ? 'The settings of the server' : policy.subject,
      policy.setAt === null ? null : formatTime(policy.setAt),
      <span key="change" className="admin-actions">
        <button type="button" className="button" aria-label={`Change: ${target}`} onClick={() => onAct('change')}>
          Change
        </button>
        {!isSetting && (
          <button type="button" className="button" aria-label={`Remove: ${target}`} onClick={() => onAct('remove')}>
            Remove
          </button>
        )}
      </span>,
    ],
  };
}
