import { loadEnvironment } from '../src/load-environment';
import { expectedSeconds } from '../src/terraform/expected-seconds';
import { synthesised } from './matrices';

const { stacks } = synthesised(loadEnvironment('local'));
const secondsOf = (wanted: string) => expectedSeconds(stacks.find(({ name }) => name === wanted)!.resourceTypes);

test('the cache takes longest, then the load balancer, then DNS; what is made at once takes as long as a start', () => {
  const inOrder = ['global-cache-ap-south-1', 'load-balancer-ap-south-1', 'dns-routing', 'network-ap-south-1', 'iam'];
  const seconds = inOrder.map(secondsOf);
  expect(seconds).toEqual([...seconds].sort((a, b) => b - a));
  expect(new Set(seconds).size).toBe(seconds.length);
  expect(secondsOf('iam')).toBe(expectedSeconds([]));
});
