import type { ReactNode } from 'react';
import type { UserRowFragment } from '@earshot/graphql-api';
import { nameOf } from '../../../api/session/session-answer.js';
import { FormDialog } from '../../../ui/FormDialog.js';

interface Question {
  readonly title: (name: string) => string;
  readonly text: string;
  readonly submitLabel: string;
  readonly isRisky: boolean;
}

const questions = {
  disable: {
    title: (name) => `Disable ${name}?`,
    text: 'All their sessions end within seconds, and they cannot sign in. You can enable the account again.',
    submitLabel: 'Disable',
    isRisky: true,
  },
  enable: {
    title: (name) => `Enable ${name}?`,
    text: 'They can sign in again with the password that they had.',
    submitLabel: 'Enable',
    isRisky: false,
  },
  'reset-password': {
    title: (name) => `Reset the password of ${name}?`,
    text: 'The password stops working and all their sessions end. You get a link to send, with which they choose a new one.',
    submitLabel: 'Reset the password',
    isRisky: true,
  },
  'reset-totp': {
    title: (name) => `Reset the second factor of ${name}?`,
    text: 'The password alone is enough to sign in until they set up an authenticator app again. Make sure that it is really they who ask.',
    submitLabel: 'Reset the second factor',
    isRisky: true,
  },
} satisfies Readonly<Record<string, Question>>;

export type PersonQuestionKind = keyof typeof questions;

interface PersonQuestionProps {
  readonly kind: PersonQuestionKind;
  readonly person: UserRowFragment;
  /** Whether it is the account of who asks. */
  readonly isOwn: boolean;
  /** Resolves with why nothing was changed; with null if it was. */
  readonly onConfirm: () => Promise<string | null>;
  readonly onClose: () => void;
}

/** Asks before an account changes. */
export function PersonQuestion({ kind, person, isOwn, onConfirm, onClose }: PersonQuestionProps): ReactNode {
  const { title, text, submitLabel, isRisky } = questions[kind];
  return (
    <FormDialog
      title={title(nameOf(person))}
      submitLabel={submitLabel}
      isRisky={isRisky}
      onSubmit={onConfirm}
      onClose={onClose}
    >
      <p>{text}</p>
      {isOwn && (
        <p>
          <strong>This is your own account.</strong>
        </p>
      )}
    </FormDialog>
  );
}
