import { Module, type DynamicModule } from '@nestjs/common';
import type { People, SingleSignOn } from '@earshot/access';
import type { ErrorCode } from '@earshot/contracts';
import { ClientKeys, RequestGate } from '@earshot/hosting';
import type {
  AuditReader,
  Authenticator,
  CallErasures,
  CallKeeping,
  CallReader,
  Clock,
  KeyStore,
  Logger,
  NotificationLog,
  RecordingStore,
  RetentionPolicies,
  SpeechReadinessStore,
  TeamStore,
} from '@earshot/ports';
import { EventPublisher, type ProcessContext } from '@earshot/runtime';
import { FeedRegistry } from '../feed/feed-registry.js';
import type { GatewayConfig } from '../gateway.config.js';
import { GatewayMetrics } from './gateway-metrics.js';
import { ErrorReporter } from './graphql/error-reporter.js';
import { HttpCharges } from './http/http-charges.js';
import { RequestGuard } from './http/request-guard.js';
import { RequestPrincipals } from './http/request-principals.js';
import { CostBudgets } from './limits/cost-budgets.js';
import { OperationLimits } from './limits/operation-limits.js';
import type { QueryCosts } from './limits/query-costs.js';
import {
  ACCESS_KEYS,
  AUDIT_READER,
  CALL_ERASURES,
  CALL_KEEPING,
  RETENTION,
  CALL_READER,
  CLOCK,
  GATEWAY_CONFIG,
  LOGGER,
  NOTIFICATIONS,
  PEOPLE,
  RECORDINGS,
  SINGLE_SIGN_ON,
  SPEECH_READINESS,
  TEAMS,
} from './tokens.js';

/** Who asks, and the stores that the gateway reads. */
export interface GatewayAdapters {
  readonly accessKeys: KeyStore;
  readonly authenticator: Authenticator;
  readonly auditReader: AuditReader;
  readonly callErasures: CallErasures;
  readonly notifications: NotificationLog;
  /** Null where nobody signs in. */
  readonly people: People | null;
  readonly callKeeping: CallKeeping;
  readonly reader: CallReader;
  readonly recordings: RecordingStore;
  readonly retention: RetentionPolicies;
  /** Null where no identity provider signs people in. */
  readonly singleSignOn: SingleSignOn | null;
  readonly speech: SpeechReadinessStore;
  readonly teams: TeamStore;
}

export interface PlatformOptions {
  readonly config: GatewayConfig;
  readonly process: ProcessContext;
  readonly adapters: GatewayAdapters;
  readonly clients: ClientKeys;
  /** What the fields of all areas cost. */
  readonly costs: QueryCosts;
  /** Error codes of the areas that a client may see. */
  readonly areaErrorCodes: readonly ErrorCode[];
}

/** What every area may inject: stores, clock, log, metrics, bus and feeds. */
@Module({})
export class PlatformModule {
  static forRoot({ config, process, adapters, clients, costs, areaErrorCodes }: PlatformOptions): DynamicModule {
    const logger: Logger = process.logger.child({ service: 'gateway' });
    const clock: Clock = process.clock;
    const metrics = new GatewayMetrics(process.metrics, clock);
    const budgets = new CostBudgets(clock, config.EARSHOT_QUERY_COST_PER_MINUTE);
    const gate = new RequestGate({
      clients,
      allowedAddresses: config.EARSHOT_WEB_ALLOWED_ADDRESSES,
      tlsEndsAtProxy: config.EARSHOT_TLS_ENDS_AT_PROXY,
    });
    const limits = new OperationLimits(costs, budgets, metrics);
    const providers = [
      { provide: GATEWAY_CONFIG, useValue: config },
      { provide: ACCESS_KEYS, useValue: adapters.accessKeys },
      { provide: AUDIT_READER, useValue: adapters.auditReader },
      { provide: CALL_ERASURES, useValue: adapters.callErasures },
      { provide: CALL_KEEPING, useValue: adapters.callKeeping },
      { provide: RETENTION, useValue: adapters.retention },
      { provide: CALL_READER, useValue: adapters.reader },
      { provide: NOTIFICATIONS, useValue: adapters.notifications },
      { provide: PEOPLE, useValue: adapters.people },
      { provide: RECORDINGS, useValue: adapters.recordings },
      { provide: SINGLE_SIGN_ON, useValue: adapters.singleSignOn },
      { provide: SPEECH_READINESS, useValue: adapters.speech },
      { provide: TEAMS, useValue: adapters.teams },
      { provide: CLOCK, useValue: clock },
      { provide: LOGGER, useValue: logger },
      { provide: GatewayMetrics, useValue: metrics },
      { provide: OperationLimits, useValue: limits },
      { provide: HttpCharges, useValue: new HttpCharges(limits, clients) },
      { provide: RequestPrincipals, useValue: new RequestPrincipals(adapters.authenticator) },
      { provide: EventPublisher, useValue: new EventPublisher<'gateway'>(process) },
      { provide: RequestGate, useValue: gate },
      { provide: RequestGuard, useValue: new RequestGuard(config, adapters.people?.cookie) },
      { provide: ErrorReporter, useValue: new ErrorReporter(logger, process.newId, areaErrorCodes) },
      { provide: ClientKeys, useValue: clients },
      { provide: FeedRegistry, useValue: new FeedRegistry() },
    ];
    return { module: PlatformModule, global: true, providers, exports: providers.map(({ provide }) => provide) };
  }
}
