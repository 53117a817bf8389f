import { describe, expect, it } from '@jest/globals';
import { findTlsProblem } from './find-tls-problem.js';

describe('findTlsProblem', () => {
  it.each([
    [Object.assign(new Error('certificate has expired'), { code: 'CERT_HAS_EXPIRED' }), 'CERT_HAS_EXPIRED'],
    [new Error('wrapper for Error: unable to verify the first certificate'), 'unable to verify the first certificate'],
    [new Error('self-signed certificate in certificate chain'), 'self-signed certificate in certificate chain'],
    [new Error('certificate has expired'), 'certificate has expired'],
    [
      new Error("Hostname/IP does not match certificate's altnames: Host: secret.example.org."),
      "IP does not match certificate's altnames",
    ],
    [Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }), null],
    [Object.assign(new Error('the certificate of attendance'), { name: 'AccessDenied' }), null],
    [undefined, null],
  ])('finds the problem of error %#', (error, problem) => {
    expect(findTlsProblem(error)).toBe(problem);
  });
});
