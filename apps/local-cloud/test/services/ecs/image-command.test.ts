import { parseImageCommand, repositoryOf } from '../../../src/gateway/services/ecs/image-command';

test.each([
  ['123456789012.dkr.ecr.us-east-1.amazonaws.com/local/orders-api:v1.0.0', 'local/orders-api'],
  ['123456789012.dkr.ecr.us-east-1.amazonaws.com/local/orders-api@sha256:0123abcd', 'local/orders-api'],
  ['localhost:5000/orders-api:v1', 'orders-api'],
  ['orders-api', 'orders-api'],
  ['library/orders-api:v1', 'library/orders-api'],
])('the repository of %s is %s', (image, repository) => {
  expect(repositoryOf(image)).toBe(repository);
});

test('a command without arguments and variables is enough', () => {
  expect(parseImageCommand({ command: '/bin/true' })).toEqual({ command: '/bin/true', args: [], environment: {} });
});

test.each([
  [undefined, 'command must be the path of a program'],
  [{ command: '' }, 'command must be the path of a program'],
  [{ command: '/bin/true', args: [1] }, 'args must be a list of texts'],
  [{ command: '/bin/true', environment: { PORT: 1 } }, 'environment must be an object of texts'],
])('fails when an image is told as %j', (body, message) => {
  expect(() => parseImageCommand(body)).toThrow(message);
});
