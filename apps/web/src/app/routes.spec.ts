import { describe, expect, it } from '@jest/globals';
import { callPath } from '../call/call-path.js';
import { findRoute, routes } from './routes.js';

const titleAt = (path: string): string => {
  const { route, params } = findRoute(path);
  return route.title(params);
};

describe('findRoute', () => {
  it.each(['/', '/calls', '/calls/'])('finds the list of calls at %s', (path) => {
    expect(titleAt(path)).toBe('Calls');
  });

  it.each(['a1', 'a/b', 'ü 5%', '<b>', '..', '?x=1#y'])('finds the page of the call %j by its path', (callId) => {
    expect(findRoute(callPath(callId)).params).toEqual({ callId });
    expect(titleAt(callPath(callId))).toBe(`Call ${callId}`);
  });

  it.each(['/calls/%E0%A4%A', '/nothing', '/calls/a/b', '/calls//', '//calls'])('finds no page at %s', (path) => {
    expect(titleAt(path)).toBe('Page not found');
  });
});

it('links only to paths without parameters', () => {
  for (const { navLabel, paths } of routes) if (navLabel) expect(paths[0]).not.toContain(':');
});
