import { GROUP_SCHEMA } from './group-resource.js';
import { MAX_SCIM_PAGE } from './parse-query.js';
import { ENTERPRISE_SCHEMA, USER_SCHEMA } from './user-resource.js';

const CORE = 'urn:ietf:params:scim:schemas:core:2.0';

/** What this service provider can do (RFC 7643, 5). */
export const serviceProviderConfig = (baseUrl: string): object => ({
  schemas: [`${CORE}:ServiceProviderConfig`],
  patch: { supported: true },
  bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
  filter: { supported: true, maxResults: MAX_SCIM_PAGE },
  changePassword: { supported: false },
  sort: { supported: false },
  etag: { supported: false },
  authenticationSchemes: [
    { type: 'oauthbearertoken', name: 'Access key', description: 'Authorization: Bearer KEY', primary: true },
  ],
  meta: { resourceType: 'ServiceProviderConfig', location: `${baseUrl}/ServiceProviderConfig` },
});

/** The kinds of resources (RFC 7643, 6). */
export const resourceTypes = (baseUrl: string) => [
  resourceType('User', '/Users', USER_SCHEMA, baseUrl, [{ schema: ENTERPRISE_SCHEMA, required: false }]),
  resourceType('Group', '/Groups', GROUP_SCHEMA, baseUrl),
];

const resourceType = (id: string, endpoint: string, schema: string, baseUrl: string, schemaExtensions?: object[]) => ({
  schemas: [`${CORE}:ResourceType`],
  ...{ id, name: id, endpoint, schema },
  ...(schemaExtensions && { schemaExtensions }),
  meta: { resourceType: 'ResourceType', location: `${baseUrl}/ResourceTypes/${id}` },
});

/** The attributes that Earshot keeps of each resource (RFC 7643, 7). */
export const schemas = (baseUrl: string) => [
  schema(USER_SCHEMA, 'User', baseUrl, [
    text('userName', { required: true, uniqueness: 'server' }),
    text('externalId', { caseExact: true }),
    text('displayName'),
    complex('name', [text('formatted'), text('givenName'), text('familyName')]),
    complex('emails', [text('value'), text('type'), attribute('primary', 'boolean')], { multiValued: true }),
    attribute('active', 'boolean'),
    complex('groups', [text('value', readOnly), text('display', readOnly)], { multiValued: true, ...readOnly }),
  ]),
  schema(ENTERPRISE_SCHEMA, 'EnterpriseUser', baseUrl, [text('employeeNumber')]),
  schema(GROUP_SCHEMA, 'Group', baseUrl, [
    text('displayName', { required: true, uniqueness: 'server' }),
    text('externalId', { caseExact: true }),
    complex('members', [text('value'), text('display', readOnly)], { multiValued: true }),
  ]),
];

const readOnly = { mutability: 'readOnly' };

const schema = (id: string, name: string, baseUrl: string, attributes: object[]) => ({
  schemas: [`${CORE}:Schema`],
  ...{ id, name, description: name, attributes },
  meta: { resourceType: 'Schema', location: `${baseUrl}/Schemas/${id}` },
});

const attribute = (name: string, type: string, over: object = {}): object => ({
  ...{ name, type, description: name, multiValued: false, required: false, caseExact: false },
  ...{ mutability: 'readWrite', returned: 'default', uniqueness: 'none' },
  ...over,
});

const text = (name: string, over?: object): object => attribute(name, 'string', over);

const complex = (name: string, subAttributes: object[], over?: object): object =>
  attribute(name, 'complex', { ...over, subAttributes });
