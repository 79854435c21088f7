module.exports = { ...require('../../jest.preset.cjs'), displayName: 'ecs-service', rootDir: __dirname };
