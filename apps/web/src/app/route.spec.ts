import { describe, expect, it } from '@jest/globals';
import { callPath, parseRoute } from './route.js';

describe('parseRoute', () => {
  it.each(['/', '/calls', '/calls/'])('shows the list at %s', (path) => {
    expect(parseRoute(path)).toEqual({ page: 'calls' });
  });

  it.each(['a1', 'a/b', 'ü 5%', '<b>', '..', '?x=1#y'])('finds its way back to the call %j', (id) => {
    expect(parseRoute(callPath(id))).toEqual({ page: 'call', id });
  });

  it.each(['/calls/%E0%A4%A', '/nothing', '/calls/a/b'])('knows no page at %s', (path) => {
    expect(parseRoute(path)).toEqual({ page: 'unknown' });
  });
});
