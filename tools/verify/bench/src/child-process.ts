import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The scripts of this folder that run in separate processes, so that each CPU figure belongs to one of them. */
export type ChildScript =
  | 'ingest-child'
  | 'bare-socket-child'
  | 'earshot-child'
  | 'player-child'
  | 'subscriber-child'
  | 'transcribe-client-child'
  | 'transcribe-server-child';

/** A process of the bench. It reports that it has started, then handles requests, also several at once. */
export interface Child<Started> {
  readonly started: Started;
  readonly pid: number;
  request<Result>(name: string, argument?: unknown): Promise<Result>;
  /** Stops the process and removes its data. */
  stop(): Promise<void>;
}

interface Request {
  readonly id: number;
  readonly name: string;
  readonly argument: unknown;
}

interface Reply {
  readonly id: number;
  readonly result?: unknown;
  readonly failure?: string;
}

export async function startChild<Started>(script: ChildScript, ...args: readonly string[]): Promise<Child<Started>> {
  const dataDir = mkdtempSync(join(tmpdir(), 'earshot-bench-'));
  const child = fork(join(import.meta.dirname, `${script}.js`), args, {
    execArgv: ['--expose-gc'],
    env: { ...process.env, EARSHOT_DATA_DIR: dataDir, EARSHOT_AUTH: 'open', EARSHOT_LOG_LEVEL: 'error' },
  });
  const waiting = new Map<number, { resolve: (result: unknown) => void; reject: (error: Error) => void }>();
  let requests = 0;
  let ending: string | undefined;
  const exited = once(child, 'exit').then(([code, signal]) => {
    ending = `${script} exited with ${String(signal ?? code)}`;
    for (const { reject } of waiting.values()) reject(new Error(ending));
  });
  const failedStart = exited.then(() => Promise.reject(new Error(`${script} exited before it was ready`)));
  const [started] = (await Promise.race([once(child, 'message'), failedStart])) as [Started];
  failedStart.catch(() => undefined);
  child.on('message', (reply: Reply) => {
    const pending = waiting.get(reply.id);
    waiting.delete(reply.id);
    if (reply.failure === undefined) pending?.resolve(reply.result);
    else pending?.reject(new Error(`${script}: ${reply.failure}`));
  });
  const request = <Result>(name: string, argument?: unknown) =>
    new Promise<Result>((resolve, reject) => {
      if (!child.connected) return reject(new Error(ending ?? `${script} is not connected`));
      const id = (requests += 1);
      waiting.set(id, { resolve: resolve as (result: unknown) => void, reject });
      child.send({ id, name, argument } satisfies Request, (error) => error && reject(error));
    });
  return {
    started,
    pid: child.pid ?? 0,
    request,
    stop: async () => {
      if (child.connected) await Promise.race([request('stop'), exited]);
      if (child.connected) child.disconnect();
      await exited;
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** The requests that a child handles. After `stop` the process ends without a signal. */
export type RequestHandlers = Readonly<Record<string, (argument: never) => unknown>> & { readonly stop: () => unknown };

/** Runs in the child: reports that it has started, and handles requests. */
export function serveRequests(started: object, handlers: RequestHandlers): void {
  process.on('message', ({ id, name, argument }: Request) => {
    const handle = handlers[name];
    Promise.resolve()
      .then(() =>
        handle === undefined ? Promise.reject(new Error(`no handler for ${name}`)) : handle(argument as never),
      )
      .then(
        (result) => process.send?.({ id, result } satisfies Reply),
        (error: unknown) => process.send?.({ id, failure: String(error) } satisfies Reply),
      );
  });
  // The bench was killed, or the child has stopped and has nothing left to do.
  process.once('disconnect', () => process.exit());
  process.send?.(started);
}
