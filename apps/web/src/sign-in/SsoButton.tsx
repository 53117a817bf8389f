import Button from '@cloudscape-design/components/button';
import type { SignInState } from '@earshot/domain';
import { askedPath } from './asked-path.js';

/** The page that tells the other windows and closes its own. */
export const signInDonePath = '/sign-in/done';

interface SsoButtonProps {
  readonly provider: NonNullable<SignInState['offers']['oidc']>;
  readonly isPrimary: boolean;
  readonly opensWindow: boolean;
}

/** Leads to the identity provider, which leads back. */
export function SsoButton({ provider, isPrimary, opensWindow }: SsoButtonProps) {
  const open = (): void => {
    const url = new URL(provider.url, window.location.origin);
    url.searchParams.set('returnTo', opensWindow ? signInDonePath : askedPath(window.location));
    if (opensWindow) window.open(url, 'earshot-sign-in', 'popup,width=520,height=680');
    else window.location.assign(url);
  };
  return (
    <Button variant={isPrimary ? 'primary' : 'normal'} iconName={opensWindow ? 'external' : undefined} onClick={open}>
      Sign in with {provider.label}
    </Button>
  );
}
