import { ApplicationAutoScaling } from '@aws-sdk/client-application-auto-scaling';
import { ECS } from '@aws-sdk/client-ecs';
import { EU, type Region, US, clients } from './clients';
import { type Kind, type Refusal, expectRefusal, expectRegional } from './expectations';

const ecs = (region: Region) => clients.of(ECS, region);
const scaling = (region: Region) => clients.of(ApplicationAutoScaling, region);

describe('ECS', () => {
  const cluster: Kind = {
    kind: 'cluster',
    make: async (region, clusterName) => (await ecs(region).createCluster({ clusterName })).cluster?.clusterArn,
    all: async (region) => {
      const { clusterArns: clusters } = await ecs(region).listClusters({});
      const described = (await ecs(region).describeClusters({ clusters })).clusters ?? [];
      // One that was deleted is shown for a while as inactive.
      return described.flatMap(({ status, clusterArn }) => (status === 'INACTIVE' ? [] : [clusterArn]));
    },
    remove: (region, arn) => ecs(region).deleteCluster({ cluster: arn }),
  };
  const register = async (region: Region, family: string) => {
    const definition = { family, containerDefinitions: [{ name: 'app', image: 'app:1', memory: 64 }] };
    return (await ecs(region).registerTaskDefinition(definition)).taskDefinition?.taskDefinitionArn;
  };
  const definition: Kind = {
    kind: 'task definition',
    make: register,
    all: async (region) => (await ecs(region).listTaskDefinitions({})).taskDefinitionArns ?? [],
    remove: (region, arn) => ecs(region).deregisterTaskDefinition({ taskDefinition: arn }),
  };
  const service: Kind = {
    kind: 'service',
    make: async (region, serviceName) => {
      await cluster.make(region, 'services');
      await register(region, serviceName);
      const given = { cluster: 'services', serviceName, taskDefinition: serviceName, desiredCount: 2 };
      return (await ecs(region).createService(given)).service?.serviceArn;
    },
    all: async (region) => {
      const listed = await ecs(region)
        .listServices({ cluster: 'services' })
        .catch(() => undefined);
      return listed?.serviceArns ?? [];
    },
    remove: (region, arn) => ecs(region).deleteService({ cluster: 'services', service: arn, force: true }),
  };
  test.each([cluster, definition, service])('$kind: what one region has, the other has not', (kind) =>
    expectRegional(kind),
  );

  const refusals: readonly Refusal[] = [
    ['a cluster is not there', () => ecs(US).listServices({ cluster: 'nowhere' }), 'ClusterNotFoundException'],
    [
      'a service is not there',
      async () => {
        await cluster.make(US, 'empty');
        await ecs(US).updateService({ cluster: 'empty', service: 'nowhere', desiredCount: 1 });
      },
      'ServiceNotFoundException',
    ],
    [
      'a cluster has a service of the name',
      async () => {
        await service.make(US, 'twice');
        await service.make(US, 'twice');
      },
      'InvalidParameterException',
    ],
    [
      'a cluster that is removed has services',
      async () => {
        await service.make(US, 'busy');
        await ecs(US).deleteCluster({ cluster: 'services' });
      },
      'ClusterContainsServicesException',
    ],
    [
      'a task definition is not there',
      () => ecs(US).describeTaskDefinition({ taskDefinition: 'nowhere' }),
      'ClientException',
    ],
  ];
  test.each(refusals)('fails when %s', (_when, call, code) => expectRefusal(call(), code));

  test('a cluster that is made again is the same one, a task definition that is registered again the next', async () => {
    expect(await cluster.make(US, 'again')).toBe(await cluster.make(US, 'again'));
    const [first, second] = [await register(US, 'again'), await register(US, 'again')];
    expect(second).toBe(first?.replace(/:1$/, ':2'));
  });

  test('a describe names what it does not find, and fails on nothing', async () => {
    const { clusters, failures } = await ecs(EU).describeClusters({ clusters: ['nowhere'] });
    expect([clusters, failures?.map(({ reason }) => reason)]).toEqual([[], ['MISSING']]);
  });
});

describe('Application Auto Scaling', () => {
  const ofService = { ServiceNamespace: 'ecs', ScalableDimension: 'ecs:service:DesiredCount' } as const;
  const target = (name: string) => ({ ...ofService, ResourceId: `service/scaled/${name}` });
  const run = async (region: Region, serviceName: string) => {
    await ecs(region).createCluster({ clusterName: 'scaled' });
    const { taskDefinition } = await ecs(region).registerTaskDefinition({
      family: 'scaled',
      containerDefinitions: [{ name: 'app', image: 'app:1', memory: 64 }],
    });
    const given = { cluster: 'scaled', serviceName, desiredCount: 1 };
    await ecs(region).createService({ ...given, taskDefinition: taskDefinition?.taskDefinitionArn });
  };
  const targets: Kind = {
    kind: 'scalable target',
    make: async (region, name) => {
      await run(region, name);
      const limits = { MinCapacity: 1, MaxCapacity: 4 };
      return (await scaling(region).registerScalableTarget({ ...target(name), ...limits })).ScalableTargetARN;
    },
    all: async (region) =>
      (await scaling(region).describeScalableTargets({ ServiceNamespace: 'ecs' })).ScalableTargets?.map(
        ({ ScalableTargetARN }) => ScalableTargetARN,
      ) ?? [],
    remove: (region) => scaling(region).deregisterScalableTarget(target('conformance')),
  };
  test.each([targets])('$kind: what one region has, the other has not', (kind) => expectRegional(kind));

  test('a target that is registered again has the new limits and keeps the others', async () => {
    await targets.make(US, 'again');
    await scaling(US).registerScalableTarget({ ...target('again'), MaxCapacity: 9 });
    const { ScalableTargets } = await scaling(US).describeScalableTargets({
      ServiceNamespace: 'ecs',
      ResourceIds: [target('again').ResourceId],
    });
    expect(ScalableTargets).toMatchObject([{ MinCapacity: 1, MaxCapacity: 9 }]);
  });

  const refusals: readonly Refusal[] = [
    ['a target is not there', () => scaling(US).deregisterScalableTarget(target('nowhere')), 'ObjectNotFoundException'],
    [
      'a policy is for no target',
      () =>
        scaling(US).putScalingPolicy({
          ...target('nowhere'),
          PolicyName: 'cpu',
          PolicyType: 'TargetTrackingScaling',
          TargetTrackingScalingPolicyConfiguration: {
            TargetValue: 50,
            PredefinedMetricSpecification: { PredefinedMetricType: 'ECSServiceAverageCPUUtilization' },
          },
        }),
      'ObjectNotFoundException',
    ],
    [
      'the tags are asked of no target',
      () =>
        scaling(US).listTagsForResource({
          ResourceARN: 'arn:aws:application-autoscaling:us-east-1:123456789012:scalable-target/0',
        }),
      'ResourceNotFoundException',
    ],
  ];
  test.each(refusals)('fails when %s', (_when, call, code) => expectRefusal(call(), code));
});
