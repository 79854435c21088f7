import { EcsService, type EcsServiceProps, PUBLIC_COLLECTOR_IMAGE } from '@active-active/ecs-service';
import { messageOf, Template } from '@active-active/testing';
import { TerraformVariable } from 'cdktf';
import { account, region, registry, required, service } from './props';

const version = `give a digest ('@sha256:' and 64 hexadecimal digits) or an immutable tag`;

const cases: readonly (readonly [string, Partial<EcsServiceProps>, string])[] = [
  [
    "the alias of the logs' key is too long",
    { name: 'n'.repeat(246) },
    `key alias 'alias/${'n'.repeat(246)}-logs' has 257 characters, AWS allows 256; shorten it by 1`,
  ],
  ['the account is no account id', { account: '1' }, "account '1' is no account id; give its 12 digits"],
  [
    'a role is of another account',
    { taskRoleArn: 'arn:aws:iam::999999999999:role/orders-task' },
    `taskRoleArn 'arn:aws:iam::999999999999:role/orders-task' is not the plain ARN of a role of account ${account}, and AWS passes a service no other; compute it from the role's name, such as 'arn:aws:iam::${account}:role/production-orders-api-euw1-task'`,
  ],
  [
    "a role is given by the role's name",
    { executionRoleArn: 'orders-execution' },
    `executionRoleArn 'orders-execution' is not the plain ARN of a role of account ${account}, and AWS passes a service no other; compute it from the role's name, such as 'arn:aws:iam::${account}:role/production-orders-api-euw1-execution'`,
  ],
  [
    'all tasks would be in one zone',
    { privateSubnetIds: ['subnet-a', 'subnet-a'] },
    'privateSubnetIds [subnet-a, subnet-a] has fewer than two different subnets, the loss of one zone would be the loss of the region; give one in each of at least two zones',
  ],
  [
    'the image is in the registry of another region',
    { image: `${account}.dkr.ecr.us-east-1.amazonaws.com/orders-api:1.0.0` },
    `image '${account}.dkr.ecr.us-east-1.amazonaws.com/orders-api:1.0.0' is in the registry of 'us-east-1', so no task of 'eu-west-1' could start while that region is dark; use the repository in '${registry}'`,
  ],
  [
    'the image is in the registry of another account',
    { image: `999999999999.dkr.ecr.${region}.amazonaws.com/orders-api:1.0.0` },
    `image '999999999999.dkr.ecr.${region}.amazonaws.com/orders-api:1.0.0' is in the registry of account 999999999999, which this service does not control; use the repository in '${registry}'`,
  ],
  [
    'the image is not in ECR',
    { image: 'docker.io/library/nginx:1.27.0' },
    `image 'docker.io/library/nginx:1.27.0' is not an image of this account's registry; push it there and use the repository in '${registry}'`,
  ],
  [
    'the image has the tag latest',
    { image: `${registry}/orders-api:latest` },
    `image '${registry}/orders-api:latest' has the tag 'latest', which moves; ${version}`,
  ],
  [
    'the image has no version',
    { image: `${registry}/orders-api` },
    `image '${registry}/orders-api' has no version, which means 'latest'; ${version}`,
  ],
  [
    'the image has a malformed digest',
    { image: `${registry}/orders-api@sha256:abc` },
    `image '${registry}/orders-api@sha256:abc' has a malformed digest; ${version}`,
  ],
  [
    'the collector could not be pulled without the internet',
    { collectorImage: PUBLIC_COLLECTOR_IMAGE },
    `collectorImage '${PUBLIC_COLLECTOR_IMAGE}' is outside this region's registry and internetEgress is off, so no task could pull it and none would start; copy it to '${registry}' or turn internetEgress on`,
  ],
  [
    'Fargate has no such CPU size',
    { cpu: 300 },
    'cpu 300 is no size of a Fargate task; give 256, 512, 1024, 2048, 4096, 8192 or 16384',
  ],
  [
    'the memory does not go with the CPU',
    { cpu: 1024, memoryMiB: 1024 },
    'memoryMiB 1024 does not go with 1024 CPU units; give 2048 to 8192 in steps of 1024',
  ],
  [
    'the memory does not go with the smallest CPU',
    { cpu: 256, memoryMiB: 4096 },
    'memoryMiB 4096 does not go with 256 CPU units; give 512, 1024 or 2048',
  ],
  [
    'the port needs root',
    { containerPort: 80 },
    'containerPort 80 is out of range, lower ports need root; give a whole number from 1024 to 65535',
  ],
  [
    'the port is the collector’s',
    { containerPort: 4318 },
    "containerPort 4318 is taken by the collector, whose containers share the task's network; choose another",
  ],
  ['the health path is no path', { healthPath: 'healthz' }, "healthPath 'healthz' is no path; let it start with '/'"],
  [
    'one task is to be enough',
    { minTasks: 1 },
    'minTasks 1 is out of range, one task is lost with its zone; give a whole number from 2 to 5000',
  ],
  ['the maximum is below the minimum', { maxTasks: 4 }, 'maxTasks 4 is below minTasks 5; give at least 5'],
  [
    'the health check is no command',
    { containerHealthCheckCommand: ['curl', 'localhost'] },
    "containerHealthCheckCommand starts with 'curl', ECS would not run it; let it start with 'CMD' or 'CMD-SHELL'",
  ],
  [
    'the health check is empty',
    { containerHealthCheckCommand: [] },
    "containerHealthCheckCommand is empty, ECS would not run it; let it start with 'CMD' or 'CMD-SHELL'",
  ],
  [
    'the application is to run as root',
    { containerUser: '0:0' },
    "containerUser '0:0' is root or no number; give a numeric user and group such as '1000:1000'",
  ],
  [
    'CloudWatch Logs has no such retention',
    { logRetentionInDays: 100 },
    'logRetentionInDays 100 is refused by CloudWatch Logs; give one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653',
  ],
  [
    'tasks could not reach the cache',
    { cache: { port: 6379 } },
    'cache has neither cidrs nor securityGroupId, tasks could not reach it; give the CIDR blocks of its subnets or its security group',
  ],
];

describe('EcsService', () => {
  it.each(cases)('fails when %s', (_, props, problem) => {
    expect(messageOf(() => service(props))).toBe(`test/service: ${problem}`);
  });

  it('fails when the image is known only at apply', () => {
    const run = () =>
      Template.of((scope) => {
        const image = new TerraformVariable(scope, 'image', { type: 'string' }).stringValue;
        new EcsService(scope, 'service', { ...required, image });
      });
    expect(messageOf(run)).toBe(
      'test/service: image is a value that is known only at apply, neither its region nor its version could be checked; compose it from account, region and repository name',
    );
  });

  it('fails when a role is a reference, by which a plan would read the state of another stack', () => {
    const run = () =>
      Template.of((scope) => {
        const taskRoleArn = new TerraformVariable(scope, 'role', { type: 'string' }).stringValue;
        new EcsService(scope, 'service', { ...required, taskRoleArn });
      });
    expect(messageOf(run)).toBe(
      `test/service: taskRoleArn is a value that is known only at apply, so a plan would read IAM or another stack's state, which is out of reach while the region of either is dark; compute it from the role's name, such as 'arn:aws:iam::${account}:role/production-orders-api-euw1-task'`,
    );
  });

  it('fails when several props are wrong, with all of their problems and before any resource', () => {
    let resources: readonly unknown[] = [];
    const run = () =>
      Template.of((scope) => {
        try {
          new EcsService(scope, 'service', { ...required, maxTasks: 1, healthPath: 'x', cpu: 1 });
        } finally {
          resources = scope.node.tryFindChild('service')!.node.children;
        }
      });
    expect(messageOf(run).split('\n')).toEqual([
      'test/service: cpu 1 is no size of a Fargate task; give 256, 512, 1024, 2048, 4096, 8192 or 16384',
      "test/service: healthPath 'x' is no path; let it start with '/'",
      'test/service: maxTasks 1 is below minTasks 5; give at least 5',
    ]);
    expect(resources).toEqual([]);
  });

  it('takes an image by digest', () => {
    expect(() => service({ image: `${registry}/team/orders-api@sha256:${'a1'.repeat(32)}` })).not.toThrow();
  });
});
