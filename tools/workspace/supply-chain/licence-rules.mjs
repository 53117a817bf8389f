import parseExpression from 'spdx-expression-parse';

/** Licences that a product may be sold with. They ask to keep their text, and for nothing else. */
export const allowedLicences = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'ICU',
  'ISC',
  'MIT',
  'MIT-0',
  'PostgreSQL',
  'Zlib',
]);

/** Components with another licence, and why they may stay. A pattern matches the whole name. */
export const licenceExceptions = [
  {
    name: /lightningcss(-.+)?/,
    license: 'MPL-2.0',
    reason: 'It compresses the styles of the page during a build. It is not changed, and not in the images.',
  },
  {
    name: /openssl/,
    license: 'OpenSSL',
    reason: 'It asks for a notice, which stands in NOTICE. Only the embedded PostgreSQL carries it.',
  },
  {
    name: /codec-parser/,
    license: 'LGPL-3.0-or-later',
    reason:
      'The decoder of FLAC uses it, unchanged and as a package of its own, which anybody may exchange. NOTICE names it and its source.',
  },
  {
    name: /mpg123/,
    license: 'LGPL-2.1-or-later',
    reason:
      'mpg123-decoder carries it, compiled, unchanged and in a package of its own, which anybody may exchange. NOTICE names it and its source.',
  },
  {
    name: /scim-patch|scim2-parse-filter/,
    license: 'Unlicense',
    reason: 'Their authors gave up all rights.',
  },
  {
    name: /xz/,
    license: 'LicenseRef-public-domain',
    reason: 'liblzma 5.2 has no licence because its authors gave up all rights.',
  },
];

/**
 * Finds components whose licence is not allowed, and exceptions that no component needs any more. Each component has a `name`, a
 * `version` and a `license`, an SPDX expression. Returns one sentence for each problem.
 */
export function findLicenceProblems(components, exceptions = licenceExceptions) {
  const refused = components.filter(
    (component) => !isAllowed(component.license) && !findException(component, exceptions),
  );
  const unused = exceptions.filter(
    (exception) => !components.some((component) => findException(component, [exception]) !== undefined),
  );
  return [
    ...refused.map(
      ({ name, version, license }) =>
        `${name} ${version}: the licence ${license ?? '(none stated)'} is not allowed. Replace the component, or add an exception with its reason.`,
    ),
    ...unused.map(
      ({ name, license }) => `The exception for ${name.source} (${license}) is not needed any more. Remove it.`,
    ),
  ];
}

/** The exception under which a component may stay. Undefined for most. */
export const findException = ({ name, license }, exceptions = licenceExceptions) =>
  exceptions.find(
    (exception) => exception.license === license && new RegExp(`^(?:${exception.name.source})$`).test(name),
  );

function isAllowed(license) {
  try {
    return isAllowedTree(parseExpression(license));
  } catch {
    return false;
  }
}

/** Of "A OR B" we choose the allowed one; "A AND B" needs both. A licence with an exception to it grants more than without. */
function isAllowedTree({ license, conjunction, left, right }) {
  if (license !== undefined) return allowedLicences.has(license);
  return conjunction === 'or'
    ? isAllowedTree(left) || isAllowedTree(right)
    : isAllowedTree(left) && isAllowedTree(right);
}
