module.exports = { ...require('../../jest.preset.cjs'), displayName: 'construct-kit', rootDir: __dirname };
