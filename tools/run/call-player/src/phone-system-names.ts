import type { ForkVendor } from '@earshot/media/freeswitch';
import { twilioDialects, type TwilioVendor } from '@earshot/media/twilio';

/** The phone systems that the player can stand for. */
export type PhoneSystem = TwilioVendor | ForkPlayer | 'audiosocket' | 'audiohook' | 'siprec';
/** The systems that fork audio and that the player knows. */
type ForkPlayer = Extract<ForkVendor, 'freeswitch' | 'jambonz'>;

const forkVendors: readonly ForkPlayer[] = ['freeswitch', 'jambonz'];
const twilioVendors = Object.keys(twilioDialects) as TwilioVendor[];
export const phoneSystems: readonly PhoneSystem[] = [
  ...twilioVendors,
  ...forkVendors,
  'audiosocket',
  'audiohook',
  'siprec',
];

/** Whether the system forks audio as FreeSWITCH does. */
export const isFork = (system: PhoneSystem): system is ForkPlayer => forkVendors.some((vendor) => vendor === system);

/** Whether the system identifies calls by UUIDs and nothing else. */
export const needsUuid = (system: PhoneSystem | undefined): boolean => system === 'audiohook' || system === 'siprec';
