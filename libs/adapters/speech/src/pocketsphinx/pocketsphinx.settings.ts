import { z } from 'zod';

/** None: Debian's packages decide where the program and its model are. */
export const pocketsphinxSettings = z.object({});
