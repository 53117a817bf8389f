import { Contrib, Enums, Models, Serialize, Spec, Validation } from '@cyclonedx/cyclonedx-library';
import parseExpression from 'spdx-expression-parse';
// The library looks for these by itself, and cannot validate without them. Imported here, a missing one is an error at the start.
import 'ajv';
import 'ajv-formats';
import 'ajv-formats-draft2019';

const { Component, Property, Tool } = Models;
const licences = new Contrib.License.Factories.LicenseFactory(parseExpression);

/**
 * Writes a bill of materials in CycloneDX 1.6 (JSON) of the components of `listShippedComponents`. `product` is the manifest of the
 * workspace. It holds no time and no random number, so that the same lock file gives the same bytes. Throws an error if the
 * result does not fit the schema of CycloneDX.
 */
export async function writeBillOfMaterials(product, { packages, libraries, models, images }) {
  const bom = new Models.Bom();
  bom.metadata.component = new Component(Enums.ComponentType.Application, 'earshot', {
    bomRef: 'earshot',
    version: product.version,
    licenses: licencesOf(product),
  });
  bom.metadata.tools.tools.add(new Tool({ name: 'npm run sbom', version: product.version }));
  const ofPackages = new Map(packages.map((entry) => [entry.path, packageComponent(entry)]));
  for (const { path, dependsOn } of packages)
    for (const used of dependsOn) ofPackages.get(path).dependencies.add(ofPackages.get(used).bomRef);
  const direct = packages.filter(({ isDirect }) => isDirect).map(({ path }) => ofPackages.get(path));
  const others = [...models.map(modelComponent), ...images.map(imageComponent)];
  for (const { bomRef } of [...direct, ...others]) bom.metadata.component.dependencies.add(bomRef);
  const ofLibraries = libraries.map((library) => libraryComponent(library, [...ofPackages.values()]));
  for (const component of [...ofPackages.values(), ...ofLibraries, ...others]) bom.components.add(component);
  return serialize(bom);
}

function packageComponent({ path, name, version, license, integrity, isOptional, isInImages }) {
  return new Component(Enums.ComponentType.Library, name, {
    bomRef: path,
    version,
    purl: npmUrl(name, version),
    scope: isOptional ? Enums.ComponentScope.Optional : Enums.ComponentScope.Required,
    hashes: hashesOf(integrity),
    licenses: licencesOf({ license }),
    properties: new Models.PropertyRepository([new Property('earshot:inImages', String(isInImages))]),
  });
}

/** A library that lies compiled in a package is shipped with it. */
function libraryComponent({ carrier, name, version, license }, packages) {
  const component = new Component(Enums.ComponentType.Library, name, {
    bomRef: `${carrier}#${name}`,
    version,
    purl: `pkg:generic/${name}@${version}`,
    scope: Enums.ComponentScope.Optional,
    licenses: licencesOf({ license }),
    properties: new Models.PropertyRepository([new Property('earshot:carriedBy', carrier)]),
  });
  packages.find((entry) => entry.name === carrier)?.dependencies.add(component.bomRef);
  return component;
}

/** A start fetches it, and never its code: it is optional, and a model. */
const modelComponent = ({ name, version, license, integrity }) =>
  new Component(Enums.ComponentType.MachineLearningModel, name, {
    bomRef: `model:${name}`,
    version,
    purl: npmUrl(name, version),
    scope: Enums.ComponentScope.Optional,
    hashes: hashesOf(integrity),
    licenses: licencesOf({ license }),
  });

function imageComponent(image) {
  const [, name, version, digest] = /^([^:@]+):([^@]+)(?:@sha256:(\w+))?$/.exec(image);
  return new Component(Enums.ComponentType.Container, name, {
    bomRef: `image:${name}`,
    version,
    purl: `pkg:docker/${name}@${digest === undefined ? version : `sha256%3A${digest}?tag=${version}`}`,
  });
}

const npmUrl = (name, version) => `pkg:npm/${name.replace('@', '%40')}@${version}`;

/** An integrity is a hash in base64; CycloneDX writes it in hex. */
const hashesOf = (integrity) =>
  new Models.HashDictionary([
    [Enums.HashAlgorithm['SHA-512'], Buffer.from(/^sha512-(.+)$/.exec(integrity)[1], 'base64').toString('hex')],
  ]);

const licencesOf = ({ license }) =>
  new Models.LicenseRepository(license === undefined ? [] : [licences.makeFromString(license)]);

async function serialize(bom) {
  const text = new Serialize.JsonSerializer(new Serialize.JSON.Normalize.Factory(Spec.Spec1dot6)).serialize(bom, {
    sortLists: true,
    space: 2,
  });
  const error = await new Validation.JsonStrictValidator(Spec.Version.v1dot6).validate(text);
  if (error !== null) throw new Error(`The bill of materials does not fit its schema: ${JSON.stringify(error)}`);
  return `${text}\n`;
}
