import { type AwsResponse, jsonBody, responseJson } from '../../../src/gateway/aws-request';
import { ecsActiveServices, requireFreeName } from '../../../src/gateway/services/ecs/active-services';
import { OverlayBench } from '../../support/overlays';
import { jsonRequest } from '../../support/requests';

const overlay = ecsActiveServices();
/** Services of the cluster by their name, which is their ARN here. */
let services: Record<string, 'ACTIVE' | 'INACTIVE'>;
let bench: OverlayBench;
beforeEach(() => {
  services = { old: 'INACTIVE', orders: 'ACTIVE' };
  bench = new OverlayBench((request): object => {
    if (request.action === 'ListServices') return { serviceArns: Object.keys(services), nextToken: 't' };
    if (request.action !== 'DescribeServices') return { done: true };
    const wanted = jsonBody<{ services: string[] }>(request).services.filter((name) => name in services);
    return { services: wanted.map((serviceArn) => ({ serviceArn, status: services[serviceArn] })) };
  });
});

const requestOf = (action: string, body: object) =>
  jsonRequest('ecs', `AmazonEC2ContainerServiceV20141113.${action}`, { cluster: 'c', ...body });
function call(action: string): Promise<AwsResponse> {
  const request = requestOf(action, {});
  expect(overlay.handles(request)).toBe(true);
  return overlay.handle(request, bench.context(request));
}
const take = (serviceName: string) => {
  const request = requestOf('CreateService', { serviceName });
  return requireFreeName(request, bench.context(request));
};

test('a service that was deleted is listed no more', async () => {
  expect(responseJson(await call('ListServices'))).toEqual({ serviceArns: ['orders'], nextToken: 't' });
});

test('fails when a cluster that is deleted has services', async () => {
  await expect(call('DeleteCluster')).rejects.toMatchObject({
    code: 'ClusterContainsServicesException',
    message: 'The Cluster cannot be deleted while Services are active.',
  });
  services['orders'] = 'INACTIVE';
  expect(responseJson(await call('DeleteCluster'))).toEqual({ done: true });
});

test('fails when the cluster has an active service of the name', async () => {
  await expect(take('orders')).rejects.toMatchObject({
    code: 'InvalidParameterException',
    message: 'Creation of service was not idempotent.',
  });
  await expect(take('old')).resolves.toBeUndefined();
  await expect(take('new')).resolves.toBeUndefined();
});
