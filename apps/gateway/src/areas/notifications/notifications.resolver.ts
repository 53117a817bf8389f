import { Inject } from '@nestjs/common';
import { Args, Context, Mutation, Query } from '@nestjs/graphql';
import type { QueryNotificationsArgs } from '@earshot/graphql-api';
import { AreaResolver } from '../../platform/graphql/area.resolver.js';
import type { OperationContext } from '../../platform/graphql/operation-context.js';
import { SentNotifications } from './sent-notifications.js';

@AreaResolver()
export class NotificationsResolver {
  constructor(@Inject(SentNotifications) private readonly notifications: SentNotifications) {}

  @Query('notifications')
  listNotifications(@Context() context: OperationContext, @Args() args: QueryNotificationsArgs) {
    return this.notifications.listNotifications(context, args);
  }

  @Mutation('redeliverNotification')
  redeliver(@Context() context: OperationContext, @Args('id') id: string) {
    return this.notifications.redeliver(context, id);
  }
}
