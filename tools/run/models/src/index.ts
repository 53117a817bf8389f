export { fetchModels, type FetchModelsOptions } from './fetch-models.js';
