import { describe, expect, it } from '@jest/globals';
import { Failure } from '@earshot/ports';
import { describeWithoutContent } from './survive-uncaught-errors.js';

const SPOKEN = 'my card number is four one one one';

describe('describeWithoutContent', () => {
  it('names the kind, the code and the stack frames of an error, never its message', () => {
    const errors = [
      new Error(SPOKEN),
      new TypeError(`${SPOKEN}\n    not a frame`),
      new Failure('ENGINE_HANGS', SPOKEN),
      SPOKEN,
    ];
    const logged = errors.map(describeWithoutContent);
    expect(JSON.stringify(logged)).not.toContain('card number');
    expect(logged[0]).toMatchObject({ error: 'Error', at: expect.stringContaining('survive-uncaught-errors.spec') });
    expect(logged[2]).toMatchObject({ error: 'Failure', code: 'ENGINE_HANGS' });
    expect(logged[3]).toEqual({ error: 'string' });
  });

  it('omits a code that is a sentence', () => {
    expect(describeWithoutContent(Object.assign(new Error('x'), { code: SPOKEN }))).not.toHaveProperty('code');
  });
});
