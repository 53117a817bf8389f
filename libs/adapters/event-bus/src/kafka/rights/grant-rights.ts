import type { AclEntry, Admin } from 'kafkajs';
import { services, type ServiceName } from '@earshot/contracts';
import { loadKafkajs } from '../kafka-client.js';
import { kafkaRights, kafkaUser } from './kafka-rights.js';

/**
 * Gives the user of each service exactly the rights of `kafkaRights`, and takes any other from it. The rights of other users stay.
 * Safe to repeat. Needs a user who may alter the cluster.
 */
export async function grantRights(admin: Admin, topicPrefix: string): Promise<void> {
  for (const service of services) {
    const wanted = await entriesFor(service, topicPrefix);
    const existing = await findEntries(admin, kafkaUser(service, topicPrefix));
    const missing = without(wanted, existing);
    // First the new rights: a service that runs loses none that it keeps.
    if (missing.length > 0) await admin.createAcls({ acl: missing });
    const superfluous = without(existing, wanted);
    if (superfluous.length > 0) await admin.deleteAcls({ filters: superfluous });
  }
}

async function entriesFor(service: ServiceName, topicPrefix: string): Promise<AclEntry[]> {
  const { AclOperationTypes, AclPermissionTypes, AclResourceTypes, ResourcePatternTypes } = await loadKafkajs();
  return kafkaRights(service, topicPrefix).map(({ resource, name, pattern, operation }) => ({
    resourceType: AclResourceTypes[resource],
    resourceName: name,
    resourcePatternType: ResourcePatternTypes[pattern],
    principal: principalOf(kafkaUser(service, topicPrefix)),
    host: '*',
    operation: AclOperationTypes[operation],
    permissionType: AclPermissionTypes.ALLOW,
  }));
}

const principalOf = (user: string): string => `User:${user}`;

async function findEntries(admin: Admin, user: string): Promise<AclEntry[]> {
  const { AclOperationTypes, AclPermissionTypes, AclResourceTypes, ResourcePatternTypes } = await loadKafkajs();
  const { resources } = await admin.describeAcls({
    resourceType: AclResourceTypes.ANY,
    resourcePatternType: ResourcePatternTypes.ANY,
    principal: principalOf(user),
    operation: AclOperationTypes.ANY,
    permissionType: AclPermissionTypes.ANY,
  });
  return resources.flatMap(({ acls, ...resource }) =>
    acls.map((acl) => ({
      ...acl,
      resourceType: resource.resourceType,
      resourceName: resource.resourceName,
      resourcePatternType: resource.resourcePatternType,
    })),
  );
}

/** The entries that are not among `others`. */
function without(entries: readonly AclEntry[], others: readonly AclEntry[]): AclEntry[] {
  const known = new Set(others.map(identify));
  return entries.filter((entry) => !known.has(identify(entry)));
}

const identify = (entry: AclEntry): string =>
  JSON.stringify([
    entry.resourceType,
    entry.resourceName,
    entry.resourcePatternType,
    entry.principal,
    entry.host,
    entry.operation,
    entry.permissionType,
  ]);
