import { z } from 'zod';

/** A setting that holds a whole number. */
export const wholeNumberSetting = (min: number, max: number, defaultValue: number) =>
  z.coerce.number().int().min(min).max(max).default(defaultValue);

/** A setting that holds the port to listen on; 0 takes any free port. */
export const portSetting = (defaultPort: number) => wholeNumberSetting(0, 65_535, defaultPort);

/** A setting that is on or off. */
export const flagSetting = (defaultValue: 'true' | 'false' = 'false') =>
  z
    .enum(['true', 'false'])
    .default(defaultValue)
    .transform((text) => text === 'true');

/** A text setting that may be left out. */
export const optionalTextSetting = z.string().trim().min(1).optional();

const listSetting = z
  .string()
  .default('')
  .transform((text) =>
    text
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== ''),
  );

/** A setting that lists items, separated by commas. */
export const listOfSetting = <Item extends z.ZodType<string, string>>(item: Item) => listSetting.pipe(z.array(item));

/** For `z.url`: the address of a server that speaks HTTP. */
export const httpUrl = { protocol: /^https?$/, error: 'expected a URL that begins with http:// or https://' };

/** For `z.url`: the address of a server that takes WebSockets. */
export const webSocketUrl = { protocol: /^wss?$/, error: 'expected a URL that begins with ws:// or wss://' };

/** A setting that lists origins of web pages, separated by commas. */
export const originsSetting = listSetting.pipe(z.array(z.url(httpUrl)));

/** A setting that lists IP addresses and networks, separated by commas. */
export const addressesSetting = listSetting.pipe(
  z.array(
    z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()], {
      error: 'expected IP addresses or networks, such as 10.0.0.0/8',
    }),
  ),
);
