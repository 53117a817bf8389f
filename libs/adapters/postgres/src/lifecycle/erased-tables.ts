/** Every table with rows of a call, and the column with its id. The call's own row is last: others reference it. */
export const erasedTables = [
  ['segments', 'call_id'],
  ['doubled_segments', 'call_id'],
  ['category_matches', 'call_id'],
  ['ledger_spans', 'call_id'],
  ['hidden_spans', 'call_id'],
  ['track_assignments', 'call_id'],
  ['participants', 'call_id'],
  ['silences', 'call_id'],
  ['call_facts', 'call_id'],
  ['call_pause_changes', 'call_id'],
  ['call_pauses', 'call_id'],
  ['streams', 'call_id'],
  ['transcript_progress', 'call_id'],
  ['notifications', 'call_id'],
  ['dead_letters', 'call_id'],
  ['calls', 'id'],
] as const;

/** Tables that name an erased call, and why. */
export const tablesThatStay = {
  audit_accesses: 'who looked at the call; on the way to audit_trail',
  audit_trail: 'who looked at the call, and who erased it; never changed',
  call_keys: 'that the key is destroyed',
  erasures: 'the proof',
  legal_holds: 'a held call is not erased',
} as const satisfies Readonly<Record<string, string>>;
