import type { SqlClient } from './database.js';

/**
 * Runs a statement that each connection prepares once under its name. Rows are passed as arrays, so one statement
 * serves any number.
 */
export const runStatement = async <R>(client: SqlClient, name: string, text: string, values: unknown[]): Promise<R[]> =>
  (await client.query<R>({ name: `earshot-${name}`, text, values })).rows;
