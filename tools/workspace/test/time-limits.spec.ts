import { beforeEach, it } from '@jest/globals';
import { setTimeout as delay } from 'node:timers/promises';

const TOO_SHORT_MS = 1;
const longerThanTheLimit = () => delay(20);

beforeEach(longerThanTheLimit, TOO_SHORT_MS);

it('a short time limit ends no test and no hook, as the machine may be busy', longerThanTheLimit, TOO_SHORT_MS);
