import type { Access, Viewer } from './access.js';

const everyone: Viewer = { key: 'everyone' };

/** Everyone who can reach the server sees everything. Unless configured otherwise, it listens on loopback only. */
export const openAccess: Access = {
  viewerOf: () => everyone,
  maySeeCall: () => true,
  mayTranscribeCall: () => true,
  narrowFilter: (_viewer, filter) => filter,
};
