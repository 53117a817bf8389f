import type { CallRowFragment } from '@earshot/graphql-api';
import { CallDuration } from '../../call/CallDuration.js';
import { CallStatusBadge } from '../../call/CallStatusBadge.js';
import { EngineName } from '../../call/EngineName.js';
import { formatTime } from '../../ui/format-time.js';
import { AlertCount, CallLink, CategoryLinks, CustomerSentiment } from './call-cells.js';
import './call-cards.css';

const categoriesPerCard = 6;

/** The list on a narrow screen: one card per call instead of a table that scrolls sideways. */
export function CallCards({ calls }: { calls: readonly CallRowFragment[] }) {
  return (
    <ul className="call-cards" aria-label="Calls">
      {calls.map((call) => (
        <li key={call.id} className="call-card">
          <div className="call-card-top">
            <CallLink id={call.id} />
            <CallStatusBadge call={call} />
          </div>
          <p className="call-card-facts">
            {formatTime(call.startedAt)} · <CallDuration call={call} />
          </p>
          <p className="call-card-facts">
            {call.customerNumber ?? 'Number withheld'}
            {call.agentId !== null && <> · {call.agentId}</>}
          </p>
          <div className="call-card-findings">
            <CustomerSentiment call={call} fallback={null} />
            {call.alertCount > 0 && <AlertCount count={call.alertCount} />}
            {call.categories.length > 0 && <CategoryLinks names={call.categories} max={categoriesPerCard} />}
            <EngineName call={call} />
          </div>
        </li>
      ))}
    </ul>
  );
}
