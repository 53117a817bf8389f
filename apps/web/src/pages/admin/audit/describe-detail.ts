/** What the names of the audit mean. The gateway and `npm run access` record them. */
const meanings: Readonly<Record<string, string>> = {
  // What was read.
  accessKeys: 'Keys',
  agents: 'Agents',
  auditTrail: 'The audit',
  call: 'The call',
  calls: 'Calls',
  erasures: 'Erased calls',
  groups: 'Groups of the identity provider',
  lookedAtBy: 'Who looked at the call',
  provisioning: 'Accounts and groups, over SCIM',
  recording: 'The recording',
  retentionPolicies: 'How long calls are kept',
  retentionPreview: 'What a change of retention would erase',
  segments: 'The transcript',
  teams: 'Teams',
  userSessions: 'Sessions',
  users: 'People',
  // How it was searched.
  action: 'by action',
  agentId: 'by agent',
  callId: 'by call',
  category: 'by category',
  from: 'from a time on',
  hasAlert: 'by alerts',
  queue: 'by queue',
  startedFrom: 'started from a time on',
  startedTo: 'started until a time',
  status: 'by status',
  subject: 'by name',
  text: 'by text',
  to: 'until a time',
  // What was done with a call.
  eraseCall: 'Erase the call',
  createStreamAccess: 'Send a call from the browser',
  extendStreamKey: 'Go on sending a call from the browser',
  pauseCall: 'Pause the call',
  pauseCallForConsent: 'Pause the call: consent',
  pauseCallForIdentity: 'Pause the call: identity check',
  pauseCallForOtherReason: 'Pause the call: another reason',
  pauseCallForPayment: 'Pause the call: payment',
  redeliverNotification: 'Send a notification again',
  releaseLegalHold: 'Release the legal hold',
  removeRetentionPolicy: 'Remove a retention policy',
  resumeCall: 'Resume the call',
  resumeCallForConsent: 'Resume the call: consent',
  resumeCallForIdentity: 'Resume the call: identity check',
  resumeCallForOtherReason: 'Resume the call: another reason',
  resumeCallForPayment: 'Resume the call: payment',
  setCallRetention: 'Set how long the call is kept',
  setLegalHold: 'Set a legal hold',
  setParticipantRole: 'Correct a role',
  changeCall: 'Change the call',
  changeCallAgentId: 'agent',
  changeCallCustomerNumber: "customer's number",
  changeCallLanguage: 'language',
  changeCallMetadata: 'metadata',
  changeCallName: 'name',
  changeCallQueue: 'queue',
  changeCallSystemNumber: 'our number',
  resumeRecording: 'Go on recording the call',
  setRecording: 'Stop the recording of the call, or go on',
  startCall: 'Start the call',
  stopRecording: 'Stop the recording of the call',
  swapTracks: 'Swap the channels',
  setParticipantRoleToAgent: 'Correct a role: agent',
  setParticipantRoleToAutomation: 'Correct a role: automation',
  setParticipantRoleToCustomer: 'Correct a role: customer',
  setParticipantRoleToSupervisor: 'Correct a role: supervisor',
  setParticipantRoleToUnknown: 'Correct a role: unknown',
  setRetentionPolicy: 'Set a retention policy',
  transcribeCall: 'Have the call transcribed',
  // What was done with people, keys and teams.
  addToTeam: 'Add an agent to a team',
  changeGroup: 'Change a group',
  changePassword: 'Change the password',
  changeUser: 'Change an account',
  confirmTotp: 'Turn on two-step sign-in',
  createAccessKey: 'Make a key',
  createFirstAdmin: 'Make the first administrator',
  createGroup: 'Make a group',
  createUser: 'Make an account',
  disableUser: 'Disable an account',
  enableUser: 'Enable an account',
  endSession: 'End a session',
  endUserSessions: 'End all sessions of a person',
  makeFirstAdminLink: 'Make the link for the first administrator',
  removeFromTeam: 'Remove an agent from a team',
  removeGroup: 'Remove a group',
  removeTotp: 'Turn off two-step sign-in',
  removeUser: 'Remove an account',
  resetPassword: 'Reset a password',
  resetTotp: 'Reset a second factor',
  revokeAccessKey: 'Revoke a key',
  rotateAccessKey: 'Replace a key',
  setRoles: 'Change what an account may see',
  startTotp: 'Begin two-step sign-in',
  // How somebody signed in or out.
  code: 'With a code of two-step sign-in',
  demo: 'As a role of the demo',
  everySession: 'Everywhere',
  oneTimeLink: 'With a one-time link',
  password: 'With a password',
  provider: 'Through single sign-on',
  session: 'In this browser',
};

/** A name of the audit in words. Names that are not known stay as they are; the id or team after the colon follows in brackets. */
export function describeDetail(detail: string): string {
  const [name = '', ...rest] = detail.split(':');
  const about = rest.join(':');
  const meaning = Object.hasOwn(meanings, name) ? meanings[name] : name;
  return about === '' ? `${meaning}` : `${meaning} (${decodeName(about)})`;
}

/** Names of teams are percent-encoded, and cut if they are long. */
function decodeName(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
