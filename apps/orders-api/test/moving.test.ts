import { isAnswer } from '../src/cli/moving';

const errorOf = (httpStatusCode?: number) => Object.assign(new Error('x'), { $metadata: { httpStatusCode } });

test.each([
  ['a permission that is missing', errorOf(400), true],
  ['a table that is not there', errorOf(404), true],
  ['a failure of the region', errorOf(503), false],
  ['no response', errorOf(), false],
  ['no connection', new Error('connect ECONNREFUSED'), false],
])('whether a region answers: %s', (_, error, expected) => {
  expect(isAnswer(error)).toBe(expected);
});
