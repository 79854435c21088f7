module.exports = { ...require('../../jest.preset.cjs'), displayName: 'conflict-lab', rootDir: __dirname };
