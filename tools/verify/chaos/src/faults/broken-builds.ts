/** A build that is wrong on purpose, and the fault that must bring it to light. */
export interface BrokenBuild {
  readonly name: string;
  readonly says: string;
  /** The telling fault in each form; none where the form cannot show it. */
  readonly fault: Readonly<Partial<Record<'standalone' | 'stack', string>>>;
}

/** What the checker is held against: each must be caught. */
export const brokenBuilds: readonly BrokenBuild[] = [
  {
    name: 'early-ack',
    says: 'messages are acknowledged before they are handled',
    fault: { stack: 'kill-all-transcription' },
  },
  {
    name: 'no-dedupe',
    says: 'each delivery of a segment is stored as one of its own',
    fault: { standalone: 'duplicates', stack: 'duplicates' },
  },
  {
    name: 'no-fencing',
    says: 'an owner that was replaced goes on, and its word counts',
    fault: { stack: 'pause-transcription' },
  },
  {
    name: 'clock-restarted',
    says: 'a call that goes on elsewhere begins at 0 again',
    fault: { standalone: 'kill-process', stack: 'kill-ingest' },
  },
];
