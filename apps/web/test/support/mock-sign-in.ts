import type { IncomingMessage, ServerResponse } from 'node:http';
import type { SignInState, SignedInUser } from '@earshot/domain';

/** A supervisor who is signed in. */
export const aSession = (over: Partial<SignedInUser> = {}): SignedInUser => ({
  userId: 'aaaaaaaa',
  name: 'mia@example.com',
  displayName: 'Mia Torres',
  roles: ['SUPERVISOR'],
  rights: ['READ', 'HEAR', 'SEE_NUMBERS', 'TRANSCRIBE', 'CONTROL'],
  agentId: null,
  teams: ['north'],
  queues: [],
  level: 'FULL',
  method: 'PASSWORD',
  hasTotp: false,
  expiresAtMs: Date.UTC(2100, 0, 1),
  idleLimitMs: 3_600_000,
  isDemo: false,
  ...over,
});

const open: SignInState = {
  auth: 'open',
  session: null,
  offers: { password: false, oidc: null, demoRoles: [] },
  needsFirstAdmin: false,
};

/** What the server answers to one step of the sign-in. */
export interface MockStep {
  readonly status?: number;
  readonly retryAfterS?: number;
  readonly body?: object;
  /** Who is signed in after the step. */
  readonly session?: SignedInUser | null;
}

/** The part of the mock gateway that knows who is signed in. Without a session it answers 401, as the gateway does. */
export class MockSignIn {
  answer: SignInState = open;
  /** How often somebody asked who is signed in. */
  questions = 0;
  /** Answers to the next requests of a path, such as `sign-in`. */
  readonly steps = new Map<string, MockStep[]>();
  /** The bodies of the requests that changed something, with their paths. */
  readonly requests: { readonly path: string; readonly body: unknown }[] = [];

  /** From now on the pages need a sign-in. */
  demandSignIn(session: SignedInUser | null = null, over: Partial<SignInState> = {}): void {
    this.answer = { ...open, auth: 'local', session, offers: { ...open.offers, password: true }, ...over };
  }

  get isAllowed(): boolean {
    return this.answer.auth === 'open' || this.answer.session?.level === 'FULL';
  }

  nextStep(path: string, step: MockStep): void {
    this.steps.set(path, [...(this.steps.get(path) ?? []), step]);
  }

  async serve(path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method === 'GET') {
      this.questions++;
      return this.#send(response, {});
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    this.requests.push({ path, body: JSON.parse(Buffer.concat(chunks).toString()) as unknown });
    const step = this.steps.get(path)?.shift() ?? { status: 404, body: { code: 'NOT_FOUND', message: 'No such step' } };
    if (step.session !== undefined) this.answer = { ...this.answer, session: step.session, needsFirstAdmin: false };
    this.#send(response, step);
  }

  #send(response: ServerResponse, { status = 200, retryAfterS, body = this.answer }: MockStep): void {
    response.writeHead(status, {
      'content-type': 'application/json',
      'cache-control': 'no-store',
      ...(retryAfterS !== undefined && { 'retry-after': String(retryAfterS) }),
    });
    response.end(JSON.stringify(body));
  }
}
