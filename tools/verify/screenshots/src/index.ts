export { takeScreenshots } from './take-screenshots.js';
