import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The scripts of this folder that run as processes of their own, so that no part's work is counted as another's. */
export type ChildScript = 'ingest-child' | 'bare-socket-child' | 'earshot-child' | 'player-child' | 'subscriber-child';

/** A process of the bench: says once that it is up, then answers questions, one after the other or side by side. */
export interface Child<Started> {
  readonly started: Started;
  readonly pid: number;
  ask<Answer>(question: string, argument?: unknown): Promise<Answer>;
  /** Ends it in good order and removes what it wrote. */
  stop(): Promise<void>;
}

interface Question {
  readonly id: number;
  readonly question: string;
  readonly argument: unknown;
}

interface Reply {
  readonly id: number;
  readonly answer?: unknown;
  readonly failure?: string;
}

export async function startChild<Started>(script: ChildScript, ...args: readonly string[]): Promise<Child<Started>> {
  const dataDir = mkdtempSync(join(tmpdir(), 'earshot-bench-'));
  const process_ = fork(join(import.meta.dirname, `${script}.js`), args, {
    execArgv: ['--expose-gc'],
    env: { ...process.env, EARSHOT_DATA_DIR: dataDir, EARSHOT_LOG_LEVEL: 'error' },
  });
  const waiting = new Map<number, { resolve: (answer: unknown) => void; reject: (error: Error) => void }>();
  let questions = 0;
  let end: string | undefined;
  const gone = once(process_, 'exit').then(([code, signal]) => {
    end = `${script} ended with ${String(signal ?? code)}`;
    for (const { reject } of waiting.values()) reject(new Error(end));
  });
  const tooEarly = gone.then(() => Promise.reject(new Error(`${script} ended at its start`)));
  const [started] = (await Promise.race([once(process_, 'message'), tooEarly])) as [Started];
  tooEarly.catch(() => undefined);
  process_.on('message', (reply: Reply) => {
    const asked = waiting.get(reply.id);
    waiting.delete(reply.id);
    if (reply.failure === undefined) asked?.resolve(reply.answer);
    else asked?.reject(new Error(`${script}: ${reply.failure}`));
  });
  const ask = <Answer>(question: string, argument?: unknown) =>
    new Promise<Answer>((resolve, reject) => {
      if (!process_.connected) return reject(new Error(end ?? `${script} is not to be reached`));
      const id = (questions += 1);
      waiting.set(id, { resolve: resolve as (answer: unknown) => void, reject });
      process_.send({ id, question, argument } satisfies Question, (error) => error && reject(error));
    });
  return {
    started,
    pid: process_.pid ?? 0,
    ask,
    stop: async () => {
      if (process_.connected) await Promise.race([ask('stop'), gone]);
      if (process_.connected) process_.disconnect();
      await gone;
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** What a child answers to; `stop` is asked last, and the process then ends by itself. */
export type Answers = Readonly<Record<string, (argument: never) => unknown>> & { readonly stop: () => unknown };

/** The child's side: says that it is up, and answers. */
export function serveQuestions(started: object, answers: Answers): void {
  process.on('message', ({ id, question, argument }: Question) => {
    const answer = answers[question];
    Promise.resolve()
      .then(() =>
        answer === undefined ? Promise.reject(new Error(`no answer to ${question}`)) : answer(argument as never),
      )
      .then(
        (value) => process.send?.({ id, answer: value } satisfies Reply),
        (error: unknown) => process.send?.({ id, failure: String(error) } satisfies Reply),
      );
  });
  process.send?.(started);
}
