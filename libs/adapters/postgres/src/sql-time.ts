/** SQL for a parameter in milliseconds since the Unix epoch as a time. */
export const toTime = (placeholder: string): string => `to_timestamp(${placeholder}::float8 / 1000.0)`;

/** SQL for a column with a time as milliseconds since the Unix epoch. */
export const toMs = (column: string): string => `(extract(epoch from ${column}) * 1000)::float8`;
