import type { FastifyInstance } from 'fastify';
import type { ProcessLifecycle } from './process-lifecycle.js';

export interface HealthSources {
  readonly lifecycle: ProcessLifecycle;
  metricsText(): Promise<string>;
}

export interface HealthAnswer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

const json = (status: number, value: unknown): HealthAnswer => ({
  status,
  type: 'application/json; charset=utf-8',
  body: JSON.stringify(value),
});

/** The answers by path. The health port and the HTTP servers of the services give the same ones. */
export const healthAnswers: Readonly<Record<string, (sources: HealthSources) => Promise<HealthAnswer>>> = {
  '/health/live': async () => json(200, { alive: true }),
  '/health/ready': async ({ lifecycle }) => {
    const readiness = await lifecycle.readiness();
    return json(readiness.ready ? 200 : 503, readiness);
  },
  '/metrics': async (sources) => ({
    status: 200,
    type: 'text/plain; version=0.0.4; charset=utf-8',
    body: await sources.metricsText(),
  }),
};

/** Adds `/health/live`, `/health/ready` and `/metrics` to a service's HTTP server. */
export function registerHealth(fastify: FastifyInstance, sources: HealthSources): void {
  for (const [path, answer] of Object.entries(healthAnswers)) {
    fastify.get(path, async (_request, reply) => {
      const { status, type, body } = await answer(sources);
      return reply.code(status).type(type).send(body);
    });
  }
}
