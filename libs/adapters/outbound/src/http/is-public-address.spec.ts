import { describe, expect, it } from '@jest/globals';
import { isPublicAddress } from './is-public-address.js';

describe('isPublicAddress', () => {
  it.each(['8.8.8.8', '93.184.215.14', '2606:4700::1111', '::ffff:8.8.8.8', '64:ff9b::808:808', '2002:808:808::1'])(
    'takes %s',
    (address) => expect(isPublicAddress(address)).toBe(true),
  );

  it.each([
    ['this machine', '127.0.0.1'],
    ['this machine', '127.8.9.10'],
    ['this machine', '::1'],
    ['any address', '0.0.0.0'],
    ['any address', '::'],
    ['a private network', '10.0.0.1'],
    ['a private network', '172.16.0.1'],
    ['a private network', '172.31.255.255'],
    ['a private network', '192.168.1.1'],
    ['a private network', 'fd12:3456::1'],
    ['a shared network', '100.64.0.1'],
    ['the metadata of a cloud', '169.254.169.254'],
    ['the metadata of a cloud', 'fd00:ec2::254'],
    ['a link', 'fe80::1'],
    ['a link with a zone', 'fe80::1%eth0'],
    ['a site', 'fec0::1'],
    ['a group', '224.0.0.1'],
    ['a group', 'ff02::1'],
    ['everybody', '255.255.255.255'],
    ['a reserved network', '240.0.0.1'],
    ['a benchmark', '198.18.0.1'],
    ['an example', '192.0.2.1'],
    ['an example', '2001:db8::1'],
    ['a mapped private address', '::ffff:10.0.0.1'],
    ['a mapped loopback address', '::ffff:7f00:1'],
    ['a compatible loopback address', '::7f00:1'],
    ['a translated private address', '::ffff:0:10.0.0.1'],
    ['NAT64 to a private address', '64:ff9b::a00:1'],
    ['NAT64 to the metadata', '64:ff9b::a9fe:a9fe'],
    ['NAT64 of an operator', '64:ff9b:1::808:808'],
    ['6to4 from a private address', '2002:a00:1::1'],
    ['Teredo', '2001::1'],
    ['a decimal number', '2130706433'],
    ['a hexadecimal number', '0x7f000001'],
    ['an octal number', '0177.0.0.1'],
    ['a short form', '127.1'],
    ['a name', 'localhost'],
    ['nothing', ''],
  ])('refuses %s: %s', (_what, address) => expect(isPublicAddress(address)).toBe(false));
});
