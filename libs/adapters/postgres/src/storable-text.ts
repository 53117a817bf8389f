const loneSurrogate = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** PostgreSQL stores neither NUL nor half a character; one such sign must not keep a segment from being stored. */
export const storableText = (text: string): string =>
  text.replace(/\u0000/g, '\ufffd').replace(loneSurrogate, '\ufffd');

/** A value as JSON that `jsonb` takes. */
export const storableJson = (value: unknown): string =>
  JSON.stringify(value, (_, each: unknown) => (typeof each === 'string' ? storableText(each) : each));
