import type { IncomingMessage, RequestListener } from 'node:http';
import { createRequire } from 'node:module';

/** Without `path`, streams are kept in memory. */
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

/** Creates the request handler of a new kinesalite and corrects three of its faults. */
export function exactKinesalite(options: KinesaliteOptions): RequestListener {
  // Kinesalite has no types. Its own server would drop the records whenever it closes.
  const load = createRequire(import.meta.url);
  const kinesalite = load('kinesalite') as Kinesalite;
  // Kinesalite accepts at most a week; Kinesis keeps records for up to a year.
  (load('kinesalite/validations/increaseStreamRetentionPeriod') as RetentionRules).types.RetentionPeriodHours = {
    type: 'Integer',
    notNull: true,
    greaterThanOrEqual: 1,
    lessThanOrEqual: 8_760,
  };
  const handler = kinesalite(options).listeners('request')[0];
  if (handler === undefined) throw new Error('kinesalite has no request handler');
  return serializeRecordAccess(ignoreRequestErrors(handler));
}

/** Kinesalite throws when a client disconnects during a request, which would end the process. */
const ignoreRequestErrors =
  (handler: RequestListener): RequestListener =>
  (request, response) => {
    const on = request.on.bind(request) as (event: string, listener: (...args: unknown[]) => void) => IncomingMessage;
    request.on = ((event: string, listener: (...args: unknown[]) => void) =>
      event === 'error' ? request : on(event, listener)) as typeof request.on;
    handler(request, response);
  };

/**
 * Handles reads and writes of records one after the other. Kinesalite handles them in parallel, and an empty read moves on
 * to the next second. A record that was dated before the turn of the second and written after it would then never be read.
 * Kinesis does not skip records.
 */
function serializeRecordAccess(handler: RequestListener): RequestListener {
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
