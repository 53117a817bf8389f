import { z } from 'zod';
import { defineEvent } from '../../envelope.js';

export const rowChanged = defineEvent({
  type: 'row.changed',
  version: 1,
  says: 'Persistence committed a row. Whoever shows the row reads it again.',
  data: z.object({
    kind: z.enum(['call', 'segment']),
    id: z.string().min(1).max(256),
    version: z.number().int().min(0),
  }),
});
