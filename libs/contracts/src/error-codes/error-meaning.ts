/** What an error code means to the person who meets it, and what that person can do. One sentence or two each. */
export interface ErrorMeaning {
  readonly means: string;
  readonly todo: string;
}

export type ErrorTable = Readonly<Record<string, ErrorMeaning>>;
