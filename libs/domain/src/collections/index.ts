export * from './bounded-map.js';
export * from './recent-ids.js';
