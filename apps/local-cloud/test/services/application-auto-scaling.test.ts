import { responseJson } from '../../src/gateway/aws-request';
import { applicationAutoScaling } from '../../src/gateway/services/application-auto-scaling';
import { OverlayBench } from '../support/overlays';
import { jsonRequest } from '../support/requests';

const overlay = applicationAutoScaling();
const target = { ServiceNamespace: 'ecs', ResourceId: 'service/c/s', ScalableDimension: 'ecs:service:DesiredCount' };
let isRegistered: boolean;
let bench: OverlayBench;
beforeEach(() => {
  isRegistered = true;
  bench = new OverlayBench(({ action }) =>
    action === 'DescribeScalableTargets'
      ? { ScalableTargets: isRegistered ? [{ ...target, MinCapacity: 1 }] : [] }
      : {},
  );
});

async function call<T extends object>(action: string, body: object): Promise<T> {
  const request = jsonRequest('application-autoscaling', `AnyScaleFrontendService.${action}`, body);
  expect(overlay.handles(request)).toBe(true);
  return responseJson<T>(await overlay.handle(request, bench.context(request)));
}

test('a target has the same ARN when it is registered and when it is described', async () => {
  const { ScalableTargetARN: arn } = await call<{ ScalableTargetARN: string }>('RegisterScalableTarget', target);
  expect(arn).toMatch(/^arn:aws:application-autoscaling:us-east-1:123456789012:scalable-target\/0ec5[0-9a-f]{32}$/);
  expect(await call('DescribeScalableTargets', {})).toEqual({
    ScalableTargets: [{ ...target, MinCapacity: 1, ScalableTargetARN: arn }],
  });
});

test('tags are those of the first registration, until they are changed', async () => {
  const { ScalableTargetARN: ResourceARN } = await call<{ ScalableTargetARN: string }>('RegisterScalableTarget', {
    ...target,
    Tags: { a: '1' },
  });
  await call('RegisterScalableTarget', { ...target, MinCapacity: 5 });
  expect(await call('ListTagsForResource', { ResourceARN })).toEqual({ Tags: { a: '1' } });
  await call('TagResource', { ResourceARN, Tags: { b: '2' } });
  await call('UntagResource', { ResourceARN, TagKeys: ['a'] });
  expect(await call('ListTagsForResource', { ResourceARN })).toEqual({ Tags: { b: '2' } });
});

test('fails when the target is unknown or was deregistered', async () => {
  const { ScalableTargetARN: ResourceARN } = await call<{ ScalableTargetARN: string }>(
    'RegisterScalableTarget',
    target,
  );
  await call('DeregisterScalableTarget', target);
  await expect(call('ListTagsForResource', { ResourceARN })).rejects.toMatchObject({
    code: 'ResourceNotFoundException',
  });
});

test.each(['DeregisterScalableTarget', 'PutScalingPolicy'])(
  'fails when the target of %s is not registered',
  async (action) => {
    expect(await call(action, target)).toEqual({});
    isRegistered = false;
    await expect(call(action, target)).rejects.toMatchObject({
      code: 'ObjectNotFoundException',
      message:
        'No scalable target found for service namespace: ecs, resource ID: service/c/s, scalable dimension: ecs:service:DesiredCount',
    });
  },
);
