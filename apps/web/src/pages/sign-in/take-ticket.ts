import { navigate } from '../../ui/location.js';

/**
 * Takes the ticket out of the address. It stands in the fragment, which browsers send to no server, and must not stay in the
 * history of the browser.
 */
export function takeTicket(): string {
  const ticket = window.location.hash.slice(1);
  if (ticket !== '') navigate(window.location.pathname, { replace: true });
  return ticket;
}
