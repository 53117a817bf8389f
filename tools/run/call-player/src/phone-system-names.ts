import type { ForkVendor } from '@earshot/media/freeswitch';
import { twilioDialects, type TwilioVendor } from '@earshot/media/twilio';

/** The phone systems that the player can stand for. */
export type PhoneSystem = TwilioVendor | ForkVendor;

const forkVendors: readonly ForkVendor[] = ['freeswitch', 'jambonz'];
const twilioVendors = Object.keys(twilioDialects) as TwilioVendor[];
export const phoneSystems: readonly PhoneSystem[] = [...twilioVendors, ...forkVendors];

/** Whether the system forks audio as FreeSWITCH does. */
export const isFork = (system: PhoneSystem): system is ForkVendor => forkVendors.some((vendor) => vendor === system);
