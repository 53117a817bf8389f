import { z } from 'zod';

export const probabilitySetting = (defaultValue: number) => z.coerce.number().min(0).max(1).default(defaultValue);
