module.exports = { ...require('../../jest.preset.cjs'), displayName: 'ecr-replication', rootDir: __dirname };
