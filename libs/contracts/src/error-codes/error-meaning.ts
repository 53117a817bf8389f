/** What an error code means to who meets it, and what to do about it. */
export interface ErrorMeaning {
  readonly means: string;
  readonly todo: string;
}

export type ErrorTable = Readonly<Record<string, ErrorMeaning>>;
