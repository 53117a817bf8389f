import 'reflect-metadata';
import { lookup } from 'node:dns/promises';
import type { ServerOptions } from 'node:https';
import type { DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { ServiceName } from '@earshot/contracts';
import type { Sealer } from '@earshot/ports';
import { EventBusServer } from './event-bus-server.js';
import { listenFailure, type ListenAddress } from './listen-failure.js';
import { nestLogger } from './nest-logger.js';
import type { ProcessContext } from './process-context.js';
import { RethrowFilter } from './rethrow.filter.js';

export interface ServiceStart {
  readonly name: ServiceName;
  readonly module: DynamicModule;
  readonly process: ProcessContext;
  /** Seals the messages that the service sets aside. Null for a service that reads no topic. */
  readonly sealer: Sealer | null;
  /** The address of its HTTP server. Undefined for a service that only reads the bus. */
  readonly http?: ListenAddress & {
    /** Null or undefined: the server speaks plain HTTP. */
    readonly tls?: ServerOptions | null | undefined;
    configure?(app: NestFastifyApplication): Promise<void> | void;
  };
}

export interface RunningService {
  readonly name: ServiceName;
  readonly app: NestFastifyApplication;
  /** The address of its HTTP server, with the scheme that it speaks. Rejects for a service without one. */
  findUrl(): Promise<string>;
  /** Stops taking work, finishes what is under way and closes everything. */
  close(): Promise<void>;
}

/** Starts one service on the bus of the process. Resolves when it accepts work. `Failure` `PORT_TAKEN`, `HOST_UNUSABLE`. */
export async function startService(start: ServiceStart): Promise<RunningService> {
  const logger = start.process.logger.child({ service: start.name });
  const app = await NestFactory.create<NestFastifyApplication>(
    start.module,
    new FastifyAdapter({
      bodyLimit: 65_536,
      forceCloseConnections: true,
      requestTimeout: 30_000,
      connectionTimeout: 60_000,
      ...(start.http?.tls && { https: start.http.tls }),
    }),
    { logger: nestLogger(logger), abortOnError: false },
  );
  await start.http?.configure?.(app);
  app.useGlobalFilters(new RethrowFilter(app.getHttpAdapter()));
  if (start.sealer !== null) {
    const strategy = new EventBusServer(start.name, start.process, start.sealer);
    app.connectMicroservice({ strategy }, { inheritAppConfig: true });
  }
  await app.init();
  await app.startAllMicroservices();
  if (start.http !== undefined) await listen(app, start.http);
  logger.info({}, 'service ready');
  return { name: start.name, app, findUrl: () => findUrl(app, start), close: () => app.close() };
}

async function listen(app: NestFastifyApplication, address: ListenAddress): Promise<void> {
  try {
    await app.listen(address.port, await findListeningHost(address.host));
  } catch (error) {
    await app.close();
    throw listenFailure(error as NodeJS.ErrnoException, address);
  }
}

/**
 * The address of `localhost`. Where that has two, Fastify would open a second server, which nobody can reach from here: it would
 * have no limit of connections, and would keep its certificate when the files change.
 */
const findListeningHost = async (host: string): Promise<string> =>
  host === 'localhost' ? (await lookup(host, { order: 'ipv4first' })).address : host;

/** Nest knows the scheme only of servers that it created itself. */
async function findUrl(app: NestFastifyApplication, { http }: ServiceStart): Promise<string> {
  const url = await app.getUrl();
  return http?.tls ? url.replace(/^http:/, 'https:') : url;
}
