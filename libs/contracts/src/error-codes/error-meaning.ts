/** Tells the person who meets an error code what it means and what to do, in one or two sentences each. */
export interface ErrorMeaning {
  readonly means: string;
  readonly todo: string;
}

export type ErrorTable = Readonly<Record<string, ErrorMeaning>>;
