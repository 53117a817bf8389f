// Stands for the drivers of other databases that TypeORM loads and Earshot never creates. See jest.preset.mjs.
module.exports = {};
