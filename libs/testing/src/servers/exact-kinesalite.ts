import type { IncomingMessage, RequestListener } from 'node:http';
import { createRequire } from 'node:module';

/** In memory without a `path`. */
export interface KinesaliteOptions {
  readonly path?: string;
  readonly createStreamMs?: number;
  readonly deleteStreamMs?: number;
  readonly updateStreamMs?: number;
  readonly shardLimit?: number;
}

type Kinesalite = (options: KinesaliteOptions) => { listeners(event: 'request'): RequestListener[] };

interface RetentionRules {
  readonly types: { RetentionPeriodHours: object };
}

/** The handler of a fresh kinesalite, without three of its faults. */
export function exactKinesalite(options: KinesaliteOptions): RequestListener {
  // No types exist, and its own server would drop the records whenever it closes.
  const load = createRequire(import.meta.url);
  const kinesalite = load('kinesalite') as Kinesalite;
  // Kinesis keeps records for a year by now.
  (load('kinesalite/validations/increaseStreamRetentionPeriod') as RetentionRules).types.RetentionPeriodHours = {
    type: 'Integer',
    notNull: true,
    greaterThanOrEqual: 1,
    lessThanOrEqual: 8_760,
  };
  const handler = kinesalite(options).listeners('request')[0];
  if (handler === undefined) throw new Error('kinesalite has no request handler');
  return inTurns(calmly(handler));
}

/** It throws when a client goes in the middle of a request; that must not end the process. */
const calmly =
  (handler: RequestListener): RequestListener =>
  (request, response) => {
    const on = request.on.bind(request) as (event: string, listener: (...args: unknown[]) => void) => IncomingMessage;
    request.on = ((event: string, listener: (...args: unknown[]) => void) =>
      event === 'error' ? request : on(event, listener)) as typeof request.on;
    handler(request, response);
  };

/**
 * It reads and writes side by side and moves an empty read on to the next second: a record that was dated before the
 * turn of the second and written after it would be passed over for ever. Kinesis does not do that.
 */
function inTurns(handler: RequestListener): RequestListener {
  let last = Promise.resolve();
  return (request, response) => {
    if (!/\.(GetRecords|PutRecords?)$/.test(String(request.headers['x-amz-target']))) return handler(request, response);
    last = last.then(
      () =>
        new Promise<void>((resolve) => {
          if (response.destroyed || request.destroyed) return resolve();
          response.once('close', resolve);
          handler(request, response);
        }),
    );
  };
}
