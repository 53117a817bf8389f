import type { Role } from '@earshot/domain';

/** The roles in words for the reader. */
export const roleNames: Readonly<Record<Role, string>> = {
  AGENT: 'Agent',
  SUPERVISOR: 'Supervisor',
  ANALYST: 'Analyst',
  AUDITOR: 'Auditor',
  ADMIN: 'Administrator',
};

/** What a person with the role may do, in one sentence. */
export const roleMeanings: Readonly<Record<Role, string>> = {
  AGENT: 'Reads, hears and pauses their own calls.',
  SUPERVISOR: 'Reads, hears and pauses the calls of their teams and queues, and has them transcribed.',
  ANALYST: 'Reads the calls of their teams and queues, without audio and phone numbers.',
  AUDITOR: 'Reads all calls without audio, and sees who looked at what.',
  ADMIN: 'Sees and does everything, and manages people and keys.',
};
