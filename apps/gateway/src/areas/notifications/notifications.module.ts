import { Module } from '@nestjs/common';
import type { Clock, NotificationLog } from '@earshot/ports';
import { GatewayMetrics } from '../../platform/gateway-metrics.js';
import { CLOCK, NOTIFICATIONS } from '../../platform/tokens.js';
import type { Area } from '../area.js';
import { NotificationsResolver } from './notifications.resolver.js';
import { MAX_NOTIFICATION_PAGE, SentNotifications } from './sent-notifications.js';

@Module({
  providers: [
    NotificationsResolver,
    {
      provide: SentNotifications,
      inject: [NOTIFICATIONS, CLOCK, GatewayMetrics],
      useFactory: (log: NotificationLog, clock: Clock, metrics: GatewayMetrics) =>
        new SentNotifications(log, clock, metrics),
    },
  ],
})
export class NotificationsModule {}

/** What the targets of notifications were told. */
export const notificationsArea: Area = {
  module: NotificationsModule,
  costs: {
    weights: { notifications: 50, redeliverNotification: 100 },
    pages: { notifications: { default: 25, max: MAX_NOTIFICATION_PAGE } },
  },
  errorCodes: ['FORBIDDEN', 'NOTIFICATION_UNKNOWN'],
};
