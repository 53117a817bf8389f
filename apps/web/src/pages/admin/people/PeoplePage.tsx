import { useState } from 'react';
import {
  ChangeUserDocument,
  CreateUserDocument,
  ResetPasswordDocument,
  ResetTotpDocument,
  type UserRowFragment,
  UsersDocument,
} from '@earshot/graphql-api';
import { useShownAnswer } from '../../../api/session/session-store.js';
import { nameOf } from '../../../api/session/session-answer.js';
import { useChange } from '../../../api/use-change.js';
import { useRead } from '../../../api/use-read.js';
import { useTyped } from '../../../ui/use-typed.js';
import { AdminList } from '../AdminList.js';
import { OnceText } from '../OnceText.js';
import { usePages } from '../use-pages.js';
import { InviteDialog } from './InviteDialog.js';
import { type PersonQuestionKind, PersonQuestion } from './PersonQuestion.js';
import { PersonDialog } from './PersonDialog.js';
import { personHeads, toPersonRow } from './person-row.js';

const pageSize = 25;

type OpenDialog =
  | { readonly kind: 'invite' }
  | { readonly kind: 'edit'; readonly person: UserRowFragment }
  | { readonly kind: 'question'; readonly question: PersonQuestionKind; readonly person: UserRowFragment };

/** The link with which somebody chooses a password: a path and a fragment. */
interface OnceLink {
  readonly name: string;
  readonly path: string;
}

/** The accounts of this server, and what an administrator changes about them: `/admin/people`. */
export default function PeoplePage() {
  const [search, setSearch] = useState('');
  const pages = usePages();
  const read = useRead(UsersDocument, { first: pageSize, after: pages.after, search });
  const [dialog, setDialog] = useState<OpenDialog | null>(null);
  const [link, setLink] = useState<OnceLink | null>(null);
  const actions = usePersonActions(read.reload, setLink);
  const users = read.data?.users;

  return (
    <div className="page">
      <div className="admin-head">
        <h1>People</h1>
        <button type="button" className="button" onClick={() => setDialog({ kind: 'invite' })}>
          Invite somebody
        </button>
      </div>
      {link !== null && dialog === null && <PersonLink key={link.path} link={link} onClose={() => setLink(null)} />}
      <PeopleSearch
        text={search}
        onChange={(text) => {
          setSearch(text);
          pages.showFirst();
        }}
      />
      <AdminList
        of="accounts"
        label="Accounts"
        heads={personHeads}
        read={read}
        rows={(users?.nodes ?? []).map((person) =>
          toPersonRow(person, (action) =>
            setDialog(action === 'edit' ? { kind: 'edit', person } : { kind: 'question', question: action, person }),
          ),
        )}
        empty={search === '' ? 'There is no account.' : 'No account has this name.'}
        pages={pages}
        pageInfo={users?.pageInfo}
      />
      {dialog !== null && <OpenedDialog dialog={dialog} actions={actions} onClose={() => setDialog(null)} />}
    </div>
  );
}

function PeopleSearch({ text, onChange }: { text: string; onChange: (text: string) => void }) {
  const [typed, type] = useTyped(text, onChange);
  return (
    <input
      className="field people-search"
      type="search"
      aria-label="Search a name"
      placeholder="Search a name"
      value={typed}
      onChange={({ target }) => type(target.value)}
    />
  );
}

/** What the dialogs do. Each resolves with why nothing was changed; with null if it was. */
function usePersonActions(reload: () => void, showLink: (link: OnceLink) => void) {
  const sendChange = useChange(reload);
  const change: Parameters<typeof PersonDialog>[0]['onChange'] = async (id, changed) =>
    (await sendChange(ChangeUserDocument, { id, change: changed })).problem;
  const resetPassword = async (person: UserRowFragment): Promise<string | null> => {
    const reset = await sendChange(ResetPasswordDocument, { id: person.id });
    if (reset.data) showLink({ name: nameOf(person), path: reset.data.resetPassword.path });
    return reset.problem;
  };
  const invite: Parameters<typeof InviteDialog>[0]['onInvite'] = async (input) => {
    const made = await sendChange(CreateUserDocument, { input });
    if (made.data) showLink({ name: input.displayName ?? input.name, path: made.data.createUser.path });
    return made.problem;
  };
  const confirmations: Readonly<Record<PersonQuestionKind, (person: UserRowFragment) => Promise<string | null>>> = {
    disable: ({ id }) => change(id, { state: 'DISABLED' }),
    enable: ({ id }) => change(id, { state: 'ACTIVE' }),
    'reset-password': resetPassword,
    'reset-totp': async ({ id }) => (await sendChange(ResetTotpDocument, { id })).problem,
  };
  const confirm = (kind: PersonQuestionKind, person: UserRowFragment) => confirmations[kind](person);
  return { change, invite, confirm };
}

interface OpenedDialogProps {
  readonly dialog: OpenDialog;
  readonly actions: ReturnType<typeof usePersonActions>;
  readonly onClose: () => void;
}

function OpenedDialog({ dialog, actions, onClose }: OpenedDialogProps) {
  const ownId = useShownAnswer()?.session?.userId;
  if (dialog.kind === 'invite') return <InviteDialog onInvite={actions.invite} onClose={onClose} />;
  const { person } = dialog;
  if (dialog.kind === 'edit') return <PersonDialog person={person} onChange={actions.change} onClose={onClose} />;
  return (
    <PersonQuestion
      kind={dialog.question}
      person={person}
      isOwn={person.id === ownId}
      onConfirm={() => actions.confirm(dialog.question, person)}
      onClose={onClose}
    />
  );
}

const PersonLink = ({ link: { name, path }, onClose }: { link: OnceLink; onClose: () => void }) => (
  <OnceText label={`Link for ${name}`} text={window.location.origin + path} copyLabel="Copy the link" onClose={onClose}>
    <strong>Send this link to {name}.</strong> It works once, and nobody can see it again. The person chooses a password
    there.
  </OnceText>
);
