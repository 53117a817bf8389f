import type { Notification, PageInfo, QueryNotificationsArgs } from '@earshot/graphql-api';
import type { Clock, NotificationLog, NotificationRecord } from '@earshot/ports';
import { requireManager } from '../../audit/managed-change.js';
import type { GatewayMetrics } from '../../platform/gateway-metrics.js';
import { clientError } from '../../platform/graphql/client-error.js';
import { toDateTime } from '../../platform/graphql/date-time.scalar.js';
import type { OperationContext } from '../../platform/graphql/operation-context.js';
import { pageInfoOf, parsePage } from '../../platform/graphql/paging.js';

export const MAX_NOTIFICATION_PAGE = 100;

export interface NotificationPage {
  readonly nodes: readonly Notification[];
  readonly pageInfo: PageInfo;
}

/** Shows what was sent to the targets of notifications, and sends it again. */
export class SentNotifications {
  constructor(
    private readonly log: NotificationLog,
    private readonly clock: Clock,
    private readonly metrics: GatewayMetrics,
  ) {}

  /** Throws `FORBIDDEN`, `PAGE_TOO_LARGE` or `BAD_CURSOR`. */
  async listNotifications(context: OperationContext, args: QueryNotificationsArgs): Promise<NotificationPage> {
    const page = parsePage(args, MAX_NOTIFICATION_PAGE);
    await requireManager(context, 'notifications', 'You may not see notifications.');
    const { viewer, audit } = context;
    const query = { ...page, ...(args.state && { state: args.state }) };
    const found = await this.metrics.timeRead('notifications', () => this.log.listNotifications(viewer.tenant, query));
    await audit.record('LIST', { details: ['notifications'] });
    return { nodes: found.items.map(({ item }) => notificationToGraphql(item)), pageInfo: pageInfoOf(found) };
  }

  /** Throws `FORBIDDEN` or `NOTIFICATION_UNKNOWN`. It is recorded before it happens. */
  async redeliver(context: OperationContext, id: string): Promise<Notification> {
    await requireManager(context, 'redeliverNotification', 'You may not send notifications.');
    const { viewer, audit } = context;
    await audit.record('MANAGE', { details: [detailOf(id)] });
    const record = await this.log.redeliver(viewer.tenant, id, this.clock.nowMs());
    if (record === null) throw clientError('NOTIFICATION_UNKNOWN', 'There is no notification with this id.');
    return notificationToGraphql(record);
  }
}

/** The audit keeps the first part of an id, which is a UUID, and nothing of any other text. */
function detailOf(id: string): string {
  const [, start] = /^([0-9a-f]{8})-/.exec(id) ?? [];
  return start === undefined ? 'redeliverNotification' : `redeliverNotification:${start}`;
}

const notificationToGraphql = ({ addedAtMs, settledAtMs, ...shown }: NotificationRecord): Notification => ({
  ...shown,
  addedAt: toDateTime(addedAtMs),
  settledAt: settledAtMs === null ? null : toDateTime(settledAtMs),
});
