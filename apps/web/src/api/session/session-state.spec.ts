import { describe, expect, it } from '@jest/globals';
import type { SignInState, SignedInUser } from '@earshot/domain';
import { type SessionEvent, loadingSession, reduceSession, shownAnswer } from './session-state.js';

const mia: SignedInUser = {
  userId: 'aaaaaaaa',
  name: 'mia@example.com',
  displayName: 'Mia Torres',
  roles: ['SUPERVISOR'],
  rights: ['READ'],
  agentId: null,
  teams: ['north'],
  queues: [],
  level: 'FULL',
  method: 'PASSWORD',
  hasTotp: false,
  expiresAtMs: 1_000,
  idleLimitMs: 1_000,
  isDemo: false,
};

const answer = (session: SignedInUser | null, auth: SignInState['auth'] = 'local'): SignInState => ({
  auth,
  session,
  offers: { password: true, oidc: null, demoRoles: [] },
  needsFirstAdmin: false,
});
const answered = (session: SignedInUser | null, auth?: SignInState['auth']): SessionEvent => ({
  type: 'answered',
  answer: answer(session, auth),
});
const reduce = (...events: SessionEvent[]) => events.reduce(reduceSession, loadingSession);

describe('the session of the page', () => {
  it('waits for the first answer, also after a failed question', () => {
    expect(reduce({ type: 'not-answered' })).toEqual({ kind: 'loading', hasFailed: true });
    expect(reduce({ type: 'not-answered' }, answered(mia)).kind).toBe('signed-in');
  });

  it('needs a sign-in unless somebody is signed in or nobody has to be', () => {
    expect(reduce(answered(null)).kind).toBe('signed-out');
    expect(reduce(answered(mia)).kind).toBe('signed-in');
    expect(reduce(answered(null, 'open')).kind).toBe('signed-in');
  });

  it.each(['TOTP', 'PASSWORD_CHANGE', 'TOTP_ENROLMENT'] as const)('shows no page at the level %s', (level) => {
    expect(reduce(answered({ ...mia, level })).kind).toBe('signed-out');
  });

  it('keeps the page of an ended session, and goes on when the same person signs in again', () => {
    const ended = reduce(answered(mia), answered(null));
    expect(ended).toMatchObject({ kind: 'ended', before: mia });
    expect(shownAnswer(ended)).toEqual(answer(mia));
    const halfway = reduceSession(ended, answered({ ...mia, level: 'TOTP' }));
    expect(halfway).toMatchObject({ kind: 'ended', before: mia });
    expect(reduceSession(halfway, answered({ ...mia, expiresAtMs: 2_000 })).kind).toBe('signed-in');
  });

  it.each([
    ['somebody else', { userId: 'bbbbbbbb' }],
    ['somebody with another role', { roles: ['AGENT'] }],
    ['somebody in another team', { teams: ['south'] }],
  ] as const)('keeps nothing of the page for %s', (_, change) => {
    const other = answered({ ...mia, ...change } as SignedInUser);
    expect(reduce(answered(mia), other).kind).toBe('replaced');
    expect(reduce(answered(mia), answered(null), other, answered(mia)).kind).toBe('replaced');
  });

  it('keeps nothing of the page when the reader signs out', () => {
    const left = reduce(answered(mia), { type: 'signed-out', answer: answer(null) });
    expect(left).toMatchObject({ kind: 'signed-out', hasLeft: true });
    expect(reduceSession(left, answered(null))).toMatchObject({ kind: 'signed-out', hasLeft: true });
    expect(reduce(answered(null))).toMatchObject({ kind: 'signed-out', hasLeft: false });
  });

  it('stays as it is while the server cannot be reached', () => {
    expect(reduce(answered(mia), { type: 'not-answered' }).kind).toBe('signed-in');
    expect(reduce(answered(mia), answered(null), { type: 'not-answered' }).kind).toBe('ended');
  });
});
