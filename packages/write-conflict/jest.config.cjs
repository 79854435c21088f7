module.exports = { ...require('../../jest.preset.cjs'), displayName: 'write-conflict', rootDir: __dirname };
