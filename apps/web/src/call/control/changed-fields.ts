import type { CallDetailFragment } from '@earshot/graphql-api';

/** The fields of a call that a person changes, as texts. Empty: not known. */
export interface ChangeFields {
  readonly agentId: string;
  readonly customerNumber: string;
  readonly systemNumber: string;
  readonly name: string;
  readonly queue: string;
  readonly language: string;
}

/** What the fields hold before somebody types. */
export const fieldsOf = (call: Pick<CallDetailFragment, keyof ChangeFields>): ChangeFields => ({
  agentId: call.agentId ?? '',
  customerNumber: call.customerNumber ?? '',
  systemNumber: call.systemNumber ?? '',
  name: call.name ?? '',
  queue: call.queue ?? '',
  language: call.language ?? '',
});

/**
 * The fields that somebody changed. What nobody touched is not sent: a masked number would replace the real one. An emptied field
 * stays as it was, because a call cannot forget it.
 */
export function changedFields(before: ChangeFields, after: ChangeFields): Partial<ChangeFields> {
  const changed = Object.entries(after).filter(
    ([name, value]) => value.trim() !== '' && value.trim() !== before[name as keyof ChangeFields],
  );
  return Object.fromEntries(changed.map(([name, value]) => [name, value.trim()]));
}
