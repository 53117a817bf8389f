/** What the provider says of a person whom the settings of `OidcGateway` make a supervisor of a team. */
export const mia = {
  email: 'mia@example.org',
  email_verified: true,
  name: 'Mia',
  groups: ['quality', 'canteen'],
  team: ['north'],
};
