export type Side = 'CUSTOMER' | 'AGENT';

/** One final of a dialogue. Its words may be marked. */
export interface Turn {
  readonly side: Side;
  readonly text: string;
}
