import type { StackTemplate } from './stack-template';

/** Identifier that `terraform import` takes for a resource that exists; `undefined` where it cannot be found out. */
export type Adopter = (template: StackTemplate, address: string) => Promise<string | undefined>;

/** Calls the query API of a service in a region, and returns the answer's XML. */
export type QueryCall = (
  service: string,
  region: string,
  parameters: Readonly<Record<string, string>>,
) => Promise<string>;

type Values = Readonly<Record<string, unknown>>;

/** Types of which one name can be had only once, with the argument that is also what they are imported by. */
const IDENTIFIED_BY: Readonly<Record<string, string>> = {
  aws_cloudwatch_log_group: 'name',
  aws_dynamodb_table: 'name',
  aws_ecr_repository: 'name',
  aws_ecr_repository_creation_template: 'prefix',
  aws_ecs_cluster: 'name',
  aws_elasticache_replication_group: 'replication_group_id',
  aws_elasticache_subnet_group: 'name',
  aws_elasticache_user: 'user_id',
  aws_elasticache_user_group: 'user_group_id',
  aws_iam_role: 'name',
  aws_kms_alias: 'name',
  aws_s3_bucket: 'bucket',
};

/** Types that are imported by what AWS has drawn: how the one of a name is asked for, and where the answer has it. */
const LOOKED_UP: Readonly<
  Record<string, { readonly service: string; readonly query: (name: string) => Values; readonly found: RegExp }>
> = {
  aws_lb: {
    service: 'elasticloadbalancing',
    query: (name) => ({ Action: 'DescribeLoadBalancers', Version: '2015-12-01', 'Names.member.1': name }),
    found: /<LoadBalancerArn>([^<]+)</,
  },
  aws_lb_target_group: {
    service: 'elasticloadbalancing',
    query: (name) => ({ Action: 'DescribeTargetGroups', Version: '2015-12-01', 'Names.member.1': name }),
    found: /<TargetGroupArn>([^<]+)</,
  },
  aws_security_group: {
    service: 'ec2',
    query: (name) => ({
      Action: 'DescribeSecurityGroups',
      Version: '2016-11-15',
      'Filter.1.Name': 'group-name',
      'Filter.1.Value.1': name,
    }),
    found: /<groupId>([^<]+)</,
  },
};

/**
 * Finds what a run that was killed, or stopped in the middle of a call, has made and not written into the state. In the
 * local cloud nobody else makes anything, so it may be taken over; on AWS that is for people to decide.
 */
export function localAdopter(query: QueryCall): Adopter {
  return async (template, address) => {
    const [type = '', id = ''] = address.split('.');
    const values = template.resource?.[type]?.[id];
    if (values === undefined) return undefined;
    const argument = IDENTIFIED_BY[type];
    if (argument !== undefined) return literal(values[argument]);
    const name = literal(values['name']);
    if (name === undefined) return undefined;
    if (type === 'aws_ecs_service') {
      const cluster = nameBehind(template, values['cluster']);
      return cluster === undefined ? undefined : `${cluster}/${name}`;
    }
    const lookup = LOOKED_UP[type];
    const region = regionOf(template, values);
    if (lookup === undefined || region === undefined) return undefined;
    const answer = await query(lookup.service, region, lookup.query(name) as Readonly<Record<string, string>>);
    return lookup.found.exec(answer)?.[1];
  };
}

/** The text, unless Terraform has yet to compute it. */
function literal(value: unknown): string | undefined {
  return typeof value === 'string' && !value.includes('${') ? value : undefined;
}

/** The name of the resource that an expression refers to. */
function nameBehind(template: StackTemplate, expression: unknown): string | undefined {
  const [, type = '', id = ''] = /^\$\{(\w+)\.([\w-]+)\.\w+\}$/.exec(String(expression)) ?? [];
  return literal(template.resource?.[type]?.[id]?.['name']) ?? literal(expression);
}

/** An aliased provider is called by its region. */
function regionOf(template: StackTemplate, { provider }: Values): string | undefined {
  const alias = typeof provider === 'string' ? provider.split('.')[1] : undefined;
  return literal(template.provider?.aws?.find((each) => each.alias === alias)?.['region']);
}
