/** A structured log. The message is a fixed text, and values go into the fields. Never log a private field of an event (`pii.ts`). */
export interface Logger {
  debug(fields: LogFields, message: string): void;
  info(fields: LogFields, message: string): void;
  warn(fields: LogFields, message: string): void;
  error(fields: LogFields, message: string): void;
  child(fields: LogFields): Logger;
}
export type LogFields = Readonly<Record<string, unknown>>;
