import { useId, useState } from 'react';
import { useAgentSuggestions } from '../../api/use-agent-suggestions.js';
import { FormField, type FormFieldProps } from '../../ui/FormField.js';
import { useSuggestions } from '../../ui/use-suggestions.js';

/** A field for the id of an agent. It suggests agents of stored calls, and takes others. */
export function AgentField(props: FormFieldProps) {
  const id = useId();
  const [before] = useState(props.value);
  const found = useSuggestions(props.value, before, useAgentSuggestions());
  return (
    <>
      <FormField {...props} list={id} maxLength={256} />
      <datalist id={id}>
        {found.map((agent) => (
          <option key={agent} value={agent} />
        ))}
      </datalist>
    </>
  );
}
