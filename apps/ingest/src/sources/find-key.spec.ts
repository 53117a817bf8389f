import { describe, expect, it } from '@jest/globals';
import { findBasicKey, findQueryKey } from './find-key.js';

const basic = (text: string) => ({ headers: { authorization: `Basic ${Buffer.from(text).toString('base64')}` } });

describe('findBasicKey', () => {
  it('takes the password, whoever the user is', () => {
    expect(findBasicKey(basic('earshot:esk_1_abc'))).toBe('esk_1_abc');
    expect(findBasicKey(basic(':a:b'))).toBe('a:b');
  });

  it.each([{}, { authorization: 'Bearer esk_1_abc' }, { authorization: 'Basic' }, basic('no colon').headers])(
    'finds none in %j',
    (headers) => expect(findBasicKey({ headers })).toBeNull(),
  );
});

describe('findQueryKey', () => {
  it.each([
    ['/api/v1/talkdesk?key=esk_1_abc', 'esk_1_abc'],
    ['/api/v1/talkdesk?other=1&key=a%20b', 'a b'],
    ['/api/v1/talkdesk?keys=1', null],
    ['/api/v1/talkdesk', null],
    [undefined, null],
  ])('reads %s', (url, key) => {
    expect(findQueryKey({ headers: {}, url: url as string })).toBe(key);
  });
});
