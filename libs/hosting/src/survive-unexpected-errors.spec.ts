import { describe, expect, it } from '@jest/globals';
import { Failure } from '@earshot/ports';
import { withoutContent } from './survive-unexpected-errors.js';

const SAID = 'my card number is four one one one';

describe('an error nobody caught, as it is logged', () => {
  it('says its kind, its code and where it came from, never its message', () => {
    const errors = [
      new Error(SAID),
      new TypeError(`${SAID}\n    not a frame`),
      new Failure('ENGINE_HANGS', SAID),
      SAID,
    ];
    const logged = errors.map(withoutContent);
    expect(JSON.stringify(logged)).not.toContain('card number');
    expect(logged[0]).toMatchObject({ error: 'Error', at: expect.stringContaining('survive-unexpected-errors.spec') });
    expect(logged[2]).toMatchObject({ error: 'Failure', code: 'ENGINE_HANGS' });
    expect(logged[3]).toEqual({ error: 'string' });
  });

  it('leaves out a code that is a sentence', () => {
    expect(withoutContent(Object.assign(new Error('x'), { code: SAID }))).not.toHaveProperty('code');
  });
});
