import type { ReactNode } from 'react';
import Container from '@cloudscape-design/components/container';
import { useTitle } from '../../ui/use-title.js';

/** The frame of every page of the sign-in. */
export function SignInFrame({ title, children }: { title: string; children: ReactNode }) {
  useTitle(title);
  return (
    <div className="page sign-in-page">
      <Container header={<h1 className="sign-in-title">{title}</h1>}>{children}</Container>
    </div>
  );
}
