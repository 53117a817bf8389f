import { useState } from 'react';
import {
  ChangeUserDocument,
  CreateUserDocument,
  ResetPasswordDocument,
  type NewUser,
  type UserRowFragment,
  type UserState,
  UsersDocument,
} from '@earshot/graphql-api';
import { type OperationResult, useMutation, useQuery } from 'urql';
import { describeFailure } from '../../api/describe-failure.js';
import { Notice } from '../../ui/Notice.js';
import { InviteForm } from './InviteForm.js';
import { type InvitedPerson, OnceLink } from './OnceLink.js';
import { PeopleTable } from './PeopleTable.js';
import { PageSteps } from './PageSteps.js';
import { usePages } from './use-pages.js';
import { describeRefusal } from './describe-refusal.js';
import './admin-pages.css';

const pageSize = 25;

/** The accounts of this server, and what an administrator changes about them: `/admin/people`. */
export default function PeoplePage() {
  const [search, setSearch] = useState('');
  const pages = usePages();
  const variables = { first: pageSize, after: pages.after, search };
  const [{ data, error }, reload] = useQuery({ query: UsersDocument, variables });
  const [problem, setProblem] = useState<string | null>(null);
  const [invited, setInvited] = useState<InvitedPerson | null>(null);
  const [, createUser] = useMutation(CreateUserDocument);
  const [, changeUser] = useMutation(ChangeUserDocument);
  const [, resetPassword] = useMutation(ResetPasswordDocument);

  /** Shows the refusal, or the accounts as they are now. */
  const finish = <T,>(result: OperationResult<T>): T | undefined => {
    setProblem(result.error ? describeRefusal(result.error) : null);
    if (!result.error) reload({ requestPolicy: 'network-only' });
    return result.error ? undefined : result.data;
  };
  const invite = async (input: NewUser): Promise<boolean> => {
    const made = finish(await createUser({ input }));
    if (made) setInvited({ name: input.name, path: made.createUser.path });
    return made !== undefined;
  };
  const changeState = async ({ id }: UserRowFragment, state: UserState): Promise<void> =>
    void finish(await changeUser({ id, change: { state } }));
  const makeLink = async ({ id, name }: UserRowFragment): Promise<void> => {
    const reset = finish(await resetPassword({ id }));
    if (reset) setInvited({ name, path: reset.resetPassword.path });
  };
  const nodes = data?.users.nodes ?? [];

  return (
    <div className="page">
      <h1>People</h1>
      <div aria-live="polite" className="notices">
        {problem !== null && (
          <Notice kind="error" title="Nothing was changed">
            {problem}
          </Notice>
        )}
        {error && (
          <Notice kind="error" title="Could not load the accounts">
            {describeFailure(error)}
          </Notice>
        )}
      </div>
      {invited !== null && <OnceLink key={invited.path} invited={invited} onClose={() => setInvited(null)} />}
      <InviteForm onInvite={invite} />
      <input
        className="field people-search"
        type="search"
        aria-label="Search a name"
        placeholder="Search a name"
        value={search}
        onChange={({ target }) => {
          setSearch(target.value);
          pages.showFirst();
        }}
      />
      <PeopleTable
        people={nodes}
        onChangeState={(person, state) => void changeState(person, state)}
        onNewLink={(person) => void makeLink(person)}
      />
      {data && nodes.length === 0 && <p>No account has this name.</p>}
      <PageSteps of="accounts" onPrevious={pages.onPrevious} onNext={pages.stepAfter(data?.users.pageInfo)} />
    </div>
  );
}
