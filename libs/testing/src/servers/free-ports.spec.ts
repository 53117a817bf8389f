import { expect, it } from '@jest/globals';
import { freePorts } from './free-ports.js';

it('gives a port only once, though nobody listens on it yet', async () => {
  // Without a reservation, about eight of 300 random ports would be among the other 300.
  const [some, others] = await Promise.all([freePorts(300), freePorts(300)]);
  expect(new Set([...some, ...others]).size).toBe(600);
});
