import { localAdopter } from '../src/terraform/adopt';

const TEMPLATE = {
  provider: { aws: [{ region: 'us-east-1' }, { alias: 'eu-west-1', region: 'eu-west-1' }] },
  resource: {
    aws_s3_bucket: { logs: { bucket: 'local-logs' }, computed: { bucket: '${aws_vpc.main.id}' } },
    aws_ecs_cluster: { main: { name: 'orders' } },
    aws_ecs_service: { api: { name: 'api', cluster: '${aws_ecs_cluster.main.arn}' } },
    aws_lb: { front: { name: 'front' }, there: { name: 'there', provider: 'aws.eu-west-1' } },
    aws_vpc: { main: { cidr_block: '10.0.0.0/16' } },
  },
};

describe('localAdopter', () => {
  const asked: unknown[] = [];
  const adopter = localAdopter((...call) => {
    asked.push(call);
    return Promise.resolve('<Answer><LoadBalancerArn>arn:one</LoadBalancerArn></Answer>');
  });
  beforeEach(() => (asked.length = 0));

  it.each([
    ['aws_s3_bucket.logs', 'local-logs'],
    ['aws_ecs_service.api', 'orders/api'],
    ['aws_lb.front', 'arn:one'],
    ['aws_s3_bucket.computed', undefined],
    ['aws_vpc.main', undefined],
    ['aws_lb.unknown', undefined],
    ['module.elsewhere.aws_lb.front', undefined],
  ])('finds %s as %s', async (address, expected) => {
    expect(await adopter(TEMPLATE, address)).toBe(expected);
  });

  it("asks in the region of the resource's provider", async () => {
    await adopter(TEMPLATE, 'aws_lb.there');
    const parameters = { Action: 'DescribeLoadBalancers', Version: '2015-12-01', 'Names.member.1': 'there' };
    expect(asked).toEqual([['elasticloadbalancing', 'eu-west-1', parameters]]);
  });
});
