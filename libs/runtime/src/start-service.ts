import 'reflect-metadata';
import type { DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { ServiceName } from '@earshot/contracts';
import { Failure } from '@earshot/ports';
import { EventBusServer } from './event-bus-server.js';
import { nestLogger } from './nest-logger.js';
import type { ProcessContext } from './process-context.js';
import { RethrowFilter } from './rethrow.filter.js';

export interface ServiceStart {
  readonly name: ServiceName;
  readonly module: DynamicModule;
  readonly process: ProcessContext;
  /** Where it serves HTTP; none for a service that only listens to the bus. */
  readonly http?: {
    readonly host: string;
    readonly port: number;
    /** The variable to name when the port cannot be had. */
    readonly portVariable: string;
    configure?(app: NestFastifyApplication): Promise<void> | void;
  };
}

export interface RunningService {
  readonly name: ServiceName;
  readonly app: NestFastifyApplication;
  /** Stops taking work, finishes what is under way, lets go of everything. */
  close(): Promise<void>;
}

/** Starts one service on the process's bus; resolves when it takes work. Rejects with `Failure` `PORT_TAKEN`. */
export async function startService(start: ServiceStart): Promise<RunningService> {
  const logger = start.process.logger.child({ service: start.name });
  const app = await NestFactory.create<NestFastifyApplication>(
    start.module,
    new FastifyAdapter({
      bodyLimit: 65_536,
      forceCloseConnections: true,
      requestTimeout: 30_000,
      connectionTimeout: 60_000,
    }),
    { logger: nestLogger(logger), abortOnError: false },
  );
  await start.http?.configure?.(app);
  app.useGlobalFilters(new RethrowFilter(app.getHttpAdapter()));
  app.connectMicroservice({ strategy: new EventBusServer(start.name, start.process) }, { inheritAppConfig: true });
  await app.init();
  await app.startAllMicroservices();
  if (start.http !== undefined) await listen(app, start.http);
  logger.info({}, 'service ready');
  return { name: start.name, app, close: () => app.close() };
}

async function listen(app: NestFastifyApplication, http: NonNullable<ServiceStart['http']>): Promise<void> {
  try {
    await app.listen(http.port, http.host);
  } catch (error) {
    await app.close();
    const code = (error as NodeJS.ErrnoException).code;
    const reasons: Record<string, string> = {
      EADDRINUSE: 'is taken by another program',
      EACCES: 'needs more rights than this user has',
    };
    throw new Failure(
      'PORT_TAKEN',
      `${http.portVariable}: port ${http.port} ${reasons[code ?? ''] ?? `cannot be opened (${code})`}`,
      {
        retryable: false,
        cause: error,
      },
    );
  }
}
