import { parseEnvironment, regionsOf } from '@active-active/region-matrix';
import { type Matrix, productionMatrix, withRegions } from '../src/benchmarks/region-matrices';

let production: Matrix;
beforeAll(() => {
  production = productionMatrix();
}, 120_000);

test.each([2, 8, 32])('a matrix of %d regions is valid, and has as many', (count) => {
  const environment = parseEnvironment(withRegions(production, count));
  expect(regionsOf(environment)).toHaveLength(count);
});

test('a matrix of more regions has those of one of fewer, as they are', () => {
  const [few, many] = [2, 8].map((count) => withRegions(production, count)['regions']);
  expect(many).toMatchObject(few as object);
});
