import { globalReplicationGroupId } from '@active-active/global-cache';

/** Arguments of a resource or a data source, as a template has them: they may be expressions. */
export type Values = Readonly<Record<string, unknown>>;

/** What `terraform import` knows a resource by; Terraform evaluates it. */
export interface Identification {
  /** Its import id, or an expression of a list of import ids, of which the first is taken, if there is one. */
  readonly by: { readonly importId: string } | { readonly listed: string };
  /** Data sources that it refers to, by their type; they have the resource's own local name. */
  readonly lookups: Readonly<Record<string, Values>>;
}

interface Resource {
  /** Its local name. */
  readonly id: string;
  readonly values: Values;
  readonly region: string | undefined;
}

type Identifier = (resource: Resource) => Identification | undefined;

/**
 * Types of which AWS or its emulators refuse a second one of the same name, path or address, or of which a second one
 * would be in the way later; in the provider's documentation, the section "Import" of each says what it is known by. Of
 * all other types a second one does no harm, or making it again changes nothing.
 */
const IDENTIFIERS: Readonly<Record<string, Identifier>> = {
  aws_cloudwatch_log_group: named('name'),
  aws_dynamodb_table: named('name'),
  aws_dynamodb_table_replica: ({ values: { global_table_arn: arn } }) =>
    // TABLE:REGION of the table that it is a replica of.
    plain(`\${split("/", ${expression(arn)})[1]}:\${split(":", ${expression(arn)})[3]}`),
  aws_ecr_repository: named('name'),
  aws_ecr_repository_creation_template: named('prefix'),
  aws_ecs_cluster: named('name'),
  aws_ecs_service: ({ values: { cluster, name } }) => plain(`\${basename(${expression(cluster)})}/${name}`),
  aws_elasticache_global_replication_group: ({ values, region = '' }) => {
    const id = globalReplicationGroupId(region, String(values['global_replication_group_id_suffix']));
    return id === undefined ? undefined : plain(id);
  },
  aws_elasticache_replication_group: named('replication_group_id'),
  aws_elasticache_subnet_group: named('name'),
  aws_elasticache_user: named('user_id'),
  aws_elasticache_user_group: named('user_group_id'),
  aws_flow_log: taggedInEc2('fl-'),
  aws_iam_role: named('name'),
  aws_internet_gateway: taggedInEc2('igw-'),
  aws_kms_alias: named('name'),
  aws_lb: found('aws_lb', 'arn', ['name']),
  aws_lb_listener: found('aws_lb_listener', 'arn', ['load_balancer_arn', 'port']),
  aws_lb_target_group: found('aws_lb_target_group', 'arn', ['name']),
  aws_nat_gateway: found('aws_nat_gateway', 'id', ['subnet_id'], { state: 'available' }),
  aws_oam_link: ({ id, values }) =>
    firstOf(id, {
      list: { source: 'aws_oam_links', attribute: 'arns', arguments: {} },
      each: { source: 'aws_oam_link', argument: 'link_identifier' },
      condition: `one.sink_arn == ${expression(values['sink_identifier'])}`,
    }),
  // An account has one a region.
  aws_oam_sink: ({ id }) => ({
    by: { listed: `tolist(data.aws_oam_sinks.${id}.arns)` },
    lookups: { aws_oam_sinks: {} },
  }),
  aws_route: joined('_', 'route_table_id', 'destination_cidr_block'),
  aws_route53_record: joined('_', 'zone_id', 'name', 'type', 'set_identifier'),
  // Terraform waits up to half a minute for a zone; a second one of its name answers nobody.
  aws_route53_zone: ({ id, values: { name } }) =>
    firstOf(id, {
      list: { source: 'aws_route53_zones', attribute: 'ids', arguments: {} },
      each: { source: 'aws_route53_zone', argument: 'zone_id' },
      condition: `trimsuffix(one.name, ".") == ${expression(name)}`,
    }),
  // One that no state knows keeps its VPC from being deleted.
  aws_route_table: taggedInEc2('rtb-'),
  aws_route_table_association: joined('/', 'subnet_id', 'route_table_id'),
  aws_s3_bucket: named('bucket'),
  aws_scheduler_schedule: ({ values: { group_name: group = 'default', name } }) => plain(`${group}/${name}`),
  aws_security_group: found('aws_security_group', 'id', ['name', 'vpc_id']),
  aws_ssm_parameter: named('name'),
  aws_subnet: found('aws_subnet', 'id', ['vpc_id', 'cidr_block']),
  aws_vpc: taggedInEc2('vpc-'),
  aws_vpc_security_group_egress_rule: securityGroupRule(true),
  aws_vpc_security_group_ingress_rule: securityGroupRule(false),
  aws_xray_sampling_rule: named('rule_name'),
};

/**
 * @param id the resource's local name
 * @param region of its provider
 * @returns `undefined` when nothing in the template identifies it
 */
export function identify(
  type: string,
  id: string,
  values: Values,
  region: string | undefined,
): Identification | undefined {
  return IDENTIFIERS[type]?.({ id, values, region });
}

function plain(importId: string): Identification {
  return { by: { importId }, lookups: {} };
}

function named(argument: string): Identifier {
  return joined('', argument);
}

/** The arguments one after another; one that the template leaves out is left out. */
function joined(separator: string, ...names: readonly string[]): Identifier {
  return ({ values }) => {
    const present = names.map((name) => values[name]).filter((value) => typeof value === 'string');
    return present.length === 0 ? undefined : plain(present.join(separator));
  };
}

/** The attribute of a data source that takes the same arguments as the resource. */
function found(source: string, attribute: string, names: readonly string[], more: Values = {}): Identifier {
  return ({ id, values }) => ({
    by: { importId: `\${data.${source}.${id}.${attribute}}` },
    lookups: { [source]: { ...Object.fromEntries(names.map((name) => [name, values[name]])), ...more } },
  });
}

/** What has no data source that bears not to find it: found by its tag `Name`. */
function taggedInEc2(idPrefix: string): Identifier {
  const source = 'aws_resourcegroupstaggingapi_resources';
  return ({ id, values }) => {
    const name = (values['tags'] as Values | undefined)?.['Name'];
    if (name === undefined) return undefined;
    const arns = `data.${source}.${id}.resource_tag_mapping_list[*].resource_arn`;
    return {
      by: { listed: `[for arn in ${arns} : basename(arn) if strcontains(arn, "/${idPrefix}")]` },
      lookups: { [source]: { resource_type_filters: ['ec2'], tag_filter: [{ key: 'Name', values: [name] }] } },
    };
  };
}

/** Data sources that list what there is, and look at each. */
interface Listing {
  readonly list: { readonly source: string; readonly attribute: string; readonly arguments: Values };
  /** Takes what the list holds as its argument; its `id` is the import id. */
  readonly each: { readonly source: string; readonly argument: string };
  /** Expression that is true of `one`. */
  readonly condition: string;
}

function firstOf(id: string, { list, each, condition }: Listing): Identification {
  return {
    by: { listed: `[for one in data.${each.source}.${id} : one.id if ${condition}]` },
    lookups: {
      [list.source]: list.arguments,
      [each.source]: {
        for_each: `\${toset(data.${list.source}.${id}.${list.attribute})}`,
        [each.argument]: '${each.key}',
      },
    },
  };
}

/** What tells two rules of a security group apart. */
const RULE_KEY = [
  'ip_protocol',
  'from_port',
  'to_port',
  'cidr_ipv4',
  'cidr_ipv6',
  'prefix_list_id',
  'referenced_security_group_id',
];

function securityGroupRule(isEgress: boolean): Identifier {
  return ({ id, values }) => {
    const group = values['security_group_id'];
    const equal = RULE_KEY.filter((name) => values[name] !== undefined).map(
      (name) => `one.${name} == ${expression(values[name])}`,
    );
    return firstOf(id, {
      list: {
        source: 'aws_vpc_security_group_rules',
        attribute: 'ids',
        arguments: { filter: [{ name: 'group-id', values: [group] }] },
      },
      each: { source: 'aws_vpc_security_group_rule', argument: 'security_group_rule_id' },
      condition: [`one.is_egress == ${isEgress}`, ...equal].join(' && '),
    });
  };
}

/** The inside of `${...}`, or a literal as Terraform's expressions write it. */
function expression(value: unknown): string {
  return /^\$\{([^{}]*)\}$/.exec(String(value))?.[1] ?? JSON.stringify(value);
}
