const loneSurrogate = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Replaces NUL and lone surrogates, which PostgreSQL refuses, so that one such character cannot prevent a write. */
export const storableText = (text: string): string =>
  text.replace(/\u0000/g, '\ufffd').replace(loneSurrogate, '\ufffd');

/** Formats a value as JSON that `jsonb` accepts. */
export const storableJson = (value: unknown): string =>
  JSON.stringify(value, (_, each: unknown) => (typeof each === 'string' ? storableText(each) : each));
