import { useState } from 'react';
import { useClient } from 'urql';
import { useShownAnswer } from '../../api/session/session-store.js';
import { FormChoice, FormField, FormOption } from '../../ui/FormField.js';
import '../../ui/form-dialog.css';
import { hasSound, newDraft, readDraft } from './stream-draft.js';
import { startStream } from './stream-store.js';

const microphoneRoles = [
  ['AGENT', 'The agent'],
  ['CUSTOMER', 'The customer'],
] as const;

/** Who is bound to one agent brings calls of that agent alone. */
function useOwnAgent(): { readonly agentId: string; readonly isBound: boolean } {
  const session = useShownAnswer()?.session;
  const agentId = session?.agentId ?? '';
  return { agentId, isBound: agentId !== '' && session?.roles.every((role) => role === 'AGENT') === true };
}

/** What to send, before a call begins. */
export function StreamForm({ isDisabled }: { isDisabled: boolean }) {
  const client = useClient();
  const { agentId, isBound } = useOwnAgent();
  const [draft, setDraft] = useState(() => newDraft(agentId));
  const change = (part: Partial<typeof draft>): void => setDraft({ ...draft, ...part });
  return (
    <form
      className="stream-form"
      onSubmit={(event) => {
        event.preventDefault();
        void startStream(readDraft(draft), client);
      }}
    >
      <fieldset disabled={isDisabled}>
        <legend>Sound</legend>
        <FormOption
          label="A browser tab"
          hint="Such as the softphone in another tab. The browser asks which one; switch on its sound there."
          isOn={draft.usesTab}
          onToggle={() => change({ usesTab: !draft.usesTab })}
        />
        <FormOption
          label="The microphone"
          hint="The one that the browser uses."
          isOn={draft.usesMicrophone}
          onToggle={() => change({ usesMicrophone: !draft.usesMicrophone })}
        />
        <FormOption
          label="Loudspeakers, no headset"
          hint="Takes the sound of the loudspeakers out of the microphone’s."
          isOn={draft.removesEcho}
          onToggle={() => change({ removesEcho: !draft.removesEcho })}
        />
        <FormChoice
          label="Who speaks into the microphone"
          options={microphoneRoles}
          value={draft.microphoneRole}
          onChange={(microphoneRole) => change({ microphoneRole })}
        />
      </fieldset>
      <fieldset disabled={isDisabled}>
        <legend>Call</legend>
        {isBound ? (
          <p className="stream-agent">Agent: {agentId}</p>
        ) : (
          <FormField
            label="Agent"
            maxLength={256}
            value={draft.agentId}
            onChange={(value) => change({ agentId: value })}
          />
        )}
        <FormField
          label="Number of the customer"
          maxLength={256}
          value={draft.customerNumber}
          onChange={(customerNumber) => change({ customerNumber })}
        />
        <FormField
          label="Number that was called"
          maxLength={256}
          value={draft.systemNumber}
          onChange={(systemNumber) => change({ systemNumber })}
        />
      </fieldset>
      <button type="submit" className="button" disabled={isDisabled || !hasSound(draft)}>
        Start the call
      </button>
    </form>
  );
}
