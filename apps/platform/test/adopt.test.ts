import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { adoptionOf, placeAdoption, removeAdoption } from '../src/terraform/adopt';

const TEMPLATE = {
  provider: { aws: [{ region: 'us-east-1' }, { alias: 'ap-south-1', region: 'ap-south-1' }] },
  resource: {
    aws_cloudwatch_dashboard: { main: { dashboard_name: 'main' } },
    aws_dynamodb_table_replica: { here: { global_table_arn: 'arn:aws:dynamodb:eu-west-1:1:table/orders' } },
    aws_ecs_service: { api: { name: 'api', cluster: '${aws_ecs_cluster.main.arn}' } },
    aws_elasticache_global_replication_group: {
      cache: { global_replication_group_id_suffix: 'cache', provider: 'aws.ap-south-1' },
      elsewhere: { global_replication_group_id_suffix: 'cache', provider: 'aws.unknown' },
    },
    aws_flow_log: { main: { tags: { Name: 'vpc-one' } }, unnamed: {} },
    aws_iam_role: { task: { name: 'task' }, drawn: { name_prefix: 'task-' } },
    aws_lb: { front: { name: 'front', internal: false, provider: 'aws.ap-south-1' } },
    aws_nat_gateway: { a: { subnet_id: '${aws_subnet.a.id}', allocation_id: '${aws_eip.a.id}' } },
    aws_route53_record: {
      plain: { zone_id: '${data.terraform_remote_state.zone.outputs.id}', name: 'a.myapp.com', type: 'CAA' },
      latency: { zone_id: 'Z1', name: 'api.myapp.com', type: 'CNAME', set_identifier: 'eu-west-1' },
    },
    aws_vpc_security_group_ingress_rule: {
      https: {
        security_group_id: '${aws_security_group.alb.id}',
        description: 'HTTPS',
        ip_protocol: 'tcp',
        from_port: 443,
        to_port: 443,
        cidr_ipv4: '0.0.0.0/0',
      },
    },
  },
};

/** The identifier that a resource is imported by, and the data sources that it refers to. */
function imported(address: string): { id: string | undefined; data: object | undefined; forEach?: string } {
  const { import: [found] = [], data } = adoptionOf(TEMPLATE, { existing: [address], perhaps: [] }).document as {
    import?: readonly { to: string; id: string; for_each?: string }[];
    data?: object;
  };
  return { id: found?.id, data, ...(found?.for_each && { forEach: found.for_each }) };
}

describe('adoptionOf', () => {
  it.each([
    ['aws_iam_role.task', 'task'],
    ['aws_route53_record.latency', 'Z1_api.myapp.com_CNAME_eu-west-1'],
    ['aws_route53_record.plain', '${data.terraform_remote_state.zone.outputs.id}_a.myapp.com_CAA'],
    ['aws_ecs_service.api', '${basename(aws_ecs_cluster.main.arn)}/api'],
    ['aws_elasticache_global_replication_group.cache', 'erpgt-cache'],
    [
      'aws_dynamodb_table_replica.here',
      '${split("/", "arn:aws:dynamodb:eu-west-1:1:table/orders")[1]}:${split(":", "arn:aws:dynamodb:eu-west-1:1:table/orders")[3]}',
    ],
  ])('imports %s by its arguments, as %s', (address, id) => {
    expect(imported(address)).toEqual({ id, data: undefined });
  });

  it('lets the provider of the resource look up what AWS has drawn', () => {
    expect(imported('aws_lb.front')).toEqual({
      id: '${data.aws_lb.front.arn}',
      data: { aws_lb: { front: { provider: 'aws.ap-south-1', name: 'front' } } },
    });
    expect(imported('aws_nat_gateway.a').data).toEqual({
      aws_nat_gateway: { a: { subnet_id: '${aws_subnet.a.id}', state: 'available' } },
    });
  });

  it('takes the first of what can only be listed, if there is one', () => {
    const { id, forEach, data } = imported('aws_vpc_security_group_ingress_rule.https');
    const rules =
      '[for one in data.aws_vpc_security_group_rule.https : one.id if one.is_egress == false && one.ip_protocol == "tcp" && one.from_port == 443 && one.to_port == 443 && one.cidr_ipv4 == "0.0.0.0/0"]';
    expect({ id, forEach }).toEqual({
      id: '${each.value}',
      forEach: `\${toset(slice(${rules}, 0, min(1, length(${rules}))))}`,
    });
    expect(data).toEqual({
      aws_vpc_security_group_rules: {
        https: { filter: [{ name: 'group-id', values: ['${aws_security_group.alb.id}'] }] },
      },
      aws_vpc_security_group_rule: {
        https: {
          for_each: '${toset(data.aws_vpc_security_group_rules.https.ids)}',
          security_group_rule_id: '${each.key}',
        },
      },
    });
  });

  it('finds by its tag what was perhaps made, and looks for nothing that may be missing with an error', () => {
    const perhaps = ['aws_iam_role.task', 'aws_flow_log.main', 'aws_lb.front'];
    expect(adoptionOf(TEMPLATE, { existing: [], perhaps }).addresses).toEqual(['aws_flow_log.main']);
    expect(imported('aws_flow_log.main').data).toEqual({
      aws_resourcegroupstaggingapi_resources: {
        main: { resource_type_filters: ['ec2'], tag_filter: [{ key: 'Name', values: ['vpc-one'] }] },
      },
    });
  });

  it.each([
    'aws_cloudwatch_dashboard.main',
    'aws_elasticache_global_replication_group.elsewhere',
    'aws_flow_log.unnamed',
    'aws_iam_role.drawn',
    'aws_iam_role.unknown',
    'module.elsewhere.aws_iam_role.task',
  ])('leaves %s out, which nothing identifies', (address) => {
    expect(adoptionOf(TEMPLATE, { existing: [address, 'aws_iam_role.task'], perhaps: [] }).addresses).toEqual([
      'aws_iam_role.task',
    ]);
  });
});

describe('placeAdoption', () => {
  it('writes beside the template, and is removed again', () => {
    const folder = mkdtempSync(join(tmpdir(), 'platform-adoption-'));
    try {
      writeFileSync(join(folder, 'cdk.tf.json'), JSON.stringify(TEMPLATE));
      expect(placeAdoption(folder, { existing: ['aws_iam_role.task', 'aws_flow_log.unnamed'], perhaps: [] })).toEqual([
        'aws_iam_role.task',
      ]);
      expect(JSON.parse(readFileSync(join(folder, 'adoption.tf.json'), 'utf8'))).toEqual({
        import: [{ to: 'aws_iam_role.task', id: 'task' }],
      });
      removeAdoption(folder);
      expect(readdirSync(folder)).toEqual(['cdk.tf.json']);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
