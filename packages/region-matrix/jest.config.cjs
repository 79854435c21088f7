module.exports = { ...require('../../jest.preset.cjs'), displayName: 'region-matrix', rootDir: __dirname };
