import { isIP } from 'node:net';
import { flagSetting, listOfSetting, optionalTextSetting, wholeNumberSetting } from '@earshot/contracts';
import { z } from 'zod';

const optionalPort = z.preprocess(
  (value) => (value === '' ? undefined : value),
  z.coerce.number().int().min(0).max(65_535).optional(),
);

const addressSetting = z
  .string()
  .trim()
  .refine((address) => isIP(address) !== 0, 'expected an IP address');

const portRangeSetting = (defaultRange: string) =>
  z
    .string()
    .regex(/^\d{1,5}-\d{1,5}$/, 'expected two ports, such as 20000-29999')
    .transform((text) => text.split('-').map(Number))
    .refine(([first = 0, last = 0]) => first >= 1_024 && last <= 65_535 && first < last, {
      error: 'expected the lower port first, both from 1024 to 65535',
    })
    .transform(([firstPort = 0, lastPort = 0]) => ({ firstPort, lastPort }))
    .prefault(defaultRange);

export const siprecSettings = {
  EARSHOT_SIPREC_UDP_PORT: optionalPort.describe(
    'UDP port for SIPREC, usually 5060. Without any of the three ports, SIPREC is off.',
  ),
  EARSHOT_SIPREC_TCP_PORT: optionalPort.describe('TCP port for SIPREC, usually 5060.'),
  EARSHOT_SIPREC_TLS_PORT: optionalPort.describe(
    'TLS port for SIPREC, usually 5061. Needs EARSHOT_TLS_CERT_FILE. With EARSHOT_TLS_CLIENT_CA_FILE, recording clients need a certificate.',
  ),
  EARSHOT_SIPREC_HOST: addressSetting
    .optional()
    .describe('IP address on which SIPREC and its RTP ports listen. Without it: EARSHOT_HOST.'),
  EARSHOT_SIPREC_PUBLIC_ADDRESS: addressSetting
    .optional()
    .describe(
      'IP address at which recording clients reach this process; it stands in answers. Needed when SIPREC listens on all addresses. Several processes need one each.',
    ),
  EARSHOT_SIPREC_RTP_PORTS: portRangeSetting('20000-29999').describe(
    'UDP ports for audio. Each stream takes two, so the default is enough for 2,500 calls of two streams.',
  ),
  EARSHOT_SIPREC_REQUIRE_SRTP: flagSetting().describe(
    'Refuse recording sessions whose audio is not encrypted with SRTP (488). Keys come in the SDP, so use TLS with it.',
  ),
  EARSHOT_SIPREC_RTP_TIMEOUT_MS: wholeNumberSetting(5_000, 3_600_000, 60_000).describe(
    'A recording session without audio for this long is ended, because its BYE was lost. Sessions on hold are not.',
  ),
  EARSHOT_SIPREC_AGENTS: listOfSetting(z.string().min(1).max(256)).describe(
    'Numbers and addresses of agents, separated by commas: 1001, bob@example.com, or +4930* for all that begin so. Beside a known agent, the others are customers. Without a known agent, roles are unknown unless the metadata names them.',
  ),
  EARSHOT_SIPREC_TENANT: optionalTextSetting.describe('Tenant of the calls that come by SIPREC. Without it: default.'),
};

export type SiprecSettings = z.infer<z.ZodObject<typeof siprecSettings>>;

/** The address on which SIPREC and its RTP ports listen. */
export const findSiprecHost = (
  settings: Pick<SiprecSettings, 'EARSHOT_SIPREC_HOST'> & { readonly EARSHOT_HOST: string },
): string => settings.EARSHOT_SIPREC_HOST ?? settings.EARSHOT_HOST;
