import type { FastifyInstance } from 'fastify';

export type LifecycleState = 'starting' | 'ready' | 'draining' | 'stopped';

/** A check that does not answer for so long counts as failed: a stalled database must not stall who asks for it. */
const CHECK_WITHIN_MS = 3_000;

export interface Readiness {
  readonly ready: boolean;
  readonly state: LifecycleState;
  readonly parts: Readonly<Record<string, boolean>>;
}

interface Check {
  readonly isWell: () => Promise<boolean> | boolean;
  readonly isNeeded: boolean;
}

/** Where a process stands in its life; readiness is this and what its parts say, never a CPU figure. */
export class ProcessLifecycle {
  private current: LifecycleState = 'starting';
  private readonly checks = new Map<string, Check>();
  private asked: Promise<Readonly<Record<string, boolean>>> | undefined;

  get state(): LifecycleState {
    return this.current;
  }

  enter(state: LifecycleState): void {
    this.current = state;
  }

  /** Adds a part that must be well for the process to be ready, e.g. the database; or, not `needed`, is only shown. */
  addCheck(name: string, isWell: Check['isWell'], options: { needed: boolean } = { needed: true }): void {
    this.checks.set(name, { isWell, isNeeded: options.needed });
  }

  async readiness(): Promise<Readiness> {
    // Whoever asks while the parts are being asked gets the same answer, or a flood of questions would reach the database.
    this.asked ??= this.askParts().finally(() => (this.asked = undefined));
    const parts = await this.asked;
    const missing = [...this.checks].some(([name, { isNeeded }]) => isNeeded && parts[name] !== true);
    return { ready: this.current === 'ready' && !missing, state: this.current, parts };
  }

  private async askParts(): Promise<Readonly<Record<string, boolean>>> {
    const results = await Promise.all(
      [...this.checks].map(async ([name, { isWell }]) => [name, await answered(isWell)] as const),
    );
    return Object.fromEntries(results);
  }
}

function answered(isWell: Check['isWell']): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), CHECK_WITHIN_MS).unref();
    Promise.resolve()
      .then(isWell)
      .then(resolve, () => resolve(false))
      .finally(() => clearTimeout(timer));
  });
}

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

/** What is answered on each path, on every server that answers it. */
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

/** `/health/live`, `/health/ready` and `/metrics` on a service's HTTP server. */
export function registerHealth(fastify: FastifyInstance, sources: HealthSources): void {
  for (const [path, answer] of Object.entries(healthAnswers)) {
    fastify.get(path, async (_request, reply) => {
      const { status, type, body } = await answer(sources);
      return reply.code(status).type(type).send(body);
    });
  }
}
