import { describe, expect, it } from '@jest/globals';
import { readCryptoAttribute, writeCryptoAttribute, type CryptoAttribute } from './crypto-attribute.js';

const inline = (length: number) => Buffer.alloc(length, 7).toString('base64');

describe('readCryptoAttribute', () => {
  it.each([
    ['AES_CM_128_HMAC_SHA1_80', 30, '', undefined],
    ['AES_CM_128_HMAC_SHA1_32', 30, '|2^31', undefined],
    ['AES_CM_128_HMAC_SHA1_80', 30, '|2^20|1:4', [0, 0, 0, 1]],
    ['AES_CM_128_HMAC_SHA1_80', 30, '|1:2', [0, 1]],
    ['AES_256_CM_HMAC_SHA1_80', 46, '', undefined],
  ])('reads a key of %s', (suite, length, end, identifier) => {
    const read = readCryptoAttribute(`1 ${suite} inline:${inline(length)}${end} WSH=64`) as CryptoAttribute;
    expect(read.tag).toBe(1);
    expect(read.keys.suite).toBe(suite);
    expect([read.keys.masterKey.length, read.keys.masterSalt.length]).toEqual([length - 14, 14]);
    expect(read.keys.keyIdentifier && [...read.keys.keyIdentifier]).toEqual(identifier);
    expect(readCryptoAttribute(writeCryptoAttribute(read))).toEqual(read);
  });

  it.each([
    ['', 'SRTP_ATTRIBUTE_INVALID'],
    ['1 AES_CM_128_HMAC_SHA1_80', 'SRTP_ATTRIBUTE_INVALID'],
    [`1 AES_CM_128_HMAC_SHA1_80 inline:${inline(29)}`, 'SRTP_ATTRIBUTE_INVALID'],
    [`1 AES_256_CM_HMAC_SHA1_80 inline:${inline(30)}`, 'SRTP_ATTRIBUTE_INVALID'],
    [`1 AES_CM_128_HMAC_SHA1_80 inline:${inline(30)}|256:1`, 'SRTP_ATTRIBUTE_INVALID'],
    [`1 AES_CM_128_HMAC_SHA1_80 uri:${inline(30)}`, 'SRTP_ATTRIBUTE_INVALID'],
    [`1 F8_128_HMAC_SHA1_80 inline:${inline(30)}`, 'SRTP_SUITE_UNKNOWN'],
    [`1 constructor inline:${inline(30)}`, 'SRTP_ATTRIBUTE_INVALID'],
    [`1 AES_CM_128_HMAC_SHA1_80 inline:${inline(30)} UNENCRYPTED_SRTP`, 'SRTP_PARAMETER_UNKNOWN'],
    [`1 AES_CM_128_HMAC_SHA1_80 inline:${inline(30)};inline:${inline(30)}`, 'SRTP_PARAMETER_UNKNOWN'],
  ])('refuses %j', (text, code) => {
    expect(readCryptoAttribute(text)).toBe(code);
  });
});
