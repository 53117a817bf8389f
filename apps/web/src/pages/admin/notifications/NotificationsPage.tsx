import { useState } from 'react';
import { NotificationsDocument, RedeliverNotificationDocument, type NotificationState } from '@earshot/graphql-api';
import { useChange } from '../../../api/use-change.js';
import { useRead } from '../../../api/use-read.js';
import { Notice } from '../../../ui/Notice.js';
import { AdminList } from '../AdminList.js';
import { usePages } from '../use-pages.js';
import { notificationHeads, stateNames, toNotificationRow } from './notification-row.js';
import '../../../ui/controls.css';

const pageSize = 50;
const states = Object.keys(stateNames) as NotificationState[];

/** What was sent to other systems, the newest first: `/admin/notifications`. */
export default function NotificationsPage() {
  const [state, setState] = useState<NotificationState | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const pages = usePages();
  const read = useRead(NotificationsDocument, { first: pageSize, after: pages.after, state });
  const sendChange = useChange(read.reload);
  const resend = async (id: string): Promise<void> =>
    setProblem((await sendChange(RedeliverNotificationDocument, { id })).problem);
  const choose = (value: string): void => {
    setState(states.find((each) => each === value) ?? null);
    pages.showFirst();
  };
  const notifications = read.data?.notifications;
  return (
    <div className="page">
      <h1>Notifications</h1>
      <p className="admin-note">What other systems were told about calls. The list holds no word of a call.</p>
      {problem !== null && (
        <div className="notices">
          <Notice kind="error" title="Could not send it again">
            {problem}
          </Notice>
        </div>
      )}
      <form className="admin-form" aria-label="Filter the notifications" onSubmit={(event) => event.preventDefault()}>
        <label>
          State
          <select className="choice" value={state ?? ''} onChange={({ target }) => choose(target.value)}>
            <option value="">All</option>
            {states.map((each) => (
              <option key={each} value={each}>
                {stateNames[each]}
              </option>
            ))}
          </select>
        </label>
      </form>
      <AdminList
        of="notifications"
        label="Notifications"
        heads={notificationHeads}
        read={read}
        rows={(notifications?.nodes ?? []).map((each) => toNotificationRow(each, (id) => void resend(id)))}
        empty="Nothing was sent."
        pages={pages}
        pageInfo={notifications?.pageInfo}
      />
    </div>
  );
}
