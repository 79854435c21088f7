module.exports = { ...require('../../jest.preset.cjs'), displayName: 'global-cache', rootDir: __dirname };
