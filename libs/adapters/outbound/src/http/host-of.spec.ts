import { expect, it } from '@jest/globals';
import { hostOf } from './host-of.js';

it.each([
  ['https://Hooks.Example.org:8443/a', 'hooks.example.org'],
  ['smtp://Mail.Example.org:25', 'mail.example.org'],
  ['smtps://user:secret@[FE80::1]:465', 'fe80::1'],
])('the host of %s is %s', (url, host) => expect(hostOf(new URL(url))).toBe(host));
