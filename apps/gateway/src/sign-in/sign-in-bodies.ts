import { z } from 'zod';
import { roles } from '@earshot/domain';

const name = z.string().min(1).max(256);
const password = z.string().min(1).max(1_024);
/** Six digits, or a recovery code in groups. */
const code = z.string().min(6).max(64);

/** The bodies of the routes of sign-in. */
export const bodies = {
  none: z.object({}),
  signIn: z.object({ name, password }),
  code: z.object({ code }),
  password: z.object({ password }),
  passwordChange: z.object({ current: password.nullish(), next: z.string().max(1_024) }),
  once: z.object({ ticket: z.string().max(128), name: name.nullish(), password: z.string().max(1_024).nullish() }),
  demo: z.object({ role: z.enum(roles) }),
};
