import type { FastifyInstance } from 'fastify';

export type LifecycleState = 'starting' | 'ready' | 'draining' | 'stopped';

/** Where a process stands in its life; readiness is this and what its parts say, never a CPU figure. */
export class ProcessLifecycle {
  private current: LifecycleState = 'starting';
  private readonly checks = new Map<string, () => Promise<boolean> | boolean>();

  get state(): LifecycleState {
    return this.current;
  }

  enter(state: LifecycleState): void {
    this.current = state;
  }

  /** Adds a part that must be well for the process to be ready, e.g. the database. */
  addCheck(name: string, check: () => Promise<boolean> | boolean): void {
    this.checks.set(name, check);
  }

  async readiness(): Promise<{ ready: boolean; state: LifecycleState; parts: Record<string, boolean> }> {
    const results = await Promise.all(
      [...this.checks].map(async ([name, check]) => [name, await Promise.resolve(check()).catch(() => false)] as const),
    );
    const parts = Object.fromEntries(results);
    return { ready: this.current === 'ready' && Object.values(parts).every(Boolean), state: this.current, parts };
  }
}

/** `/health/live`, `/health/ready` and `/metrics` on a service's HTTP server. */
export function registerHealth(
  fastify: FastifyInstance,
  sources: { lifecycle: ProcessLifecycle; metricsText: () => Promise<string> },
): void {
  fastify.get('/health/live', async () => ({ alive: true }));
  fastify.get('/health/ready', async (_request, reply) => {
    const readiness = await sources.lifecycle.readiness();
    return reply.code(readiness.ready ? 200 : 503).send(readiness);
  });
  fastify.get('/metrics', async (_request, reply) =>
    reply.type('text/plain; version=0.0.4; charset=utf-8').send(await sources.metricsText()),
  );
}
