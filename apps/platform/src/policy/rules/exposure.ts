import { blocks, ofType, type PlannedResource, type PlannedStack, type Rule } from '../resources';
import { type Statement, statementsOf } from '../statements';

const PUBLIC_BLOCKS = ['block_public_acls', 'block_public_policy', 'ignore_public_acls', 'restrict_public_buckets'];
const EVERYWHERE = ['0.0.0.0/0', '::/0'];

/** Ports that the load balancer serves to everybody: HTTPS, and HTTP to redirect from. */
const PUBLIC_PORTS: readonly number[] = [80, 443];

export const publicAccess: Rule = {
  name: 'public-access',
  intent: 'no bucket, topic, repository, key or task is reachable by everybody',
  check: (stack) => [...openBuckets(stack), ...openPolicies(stack), ...publicTasks(stack)],
};

function openBuckets(stack: PlannedStack) {
  const covered = ofType(stack, 'aws_s3_bucket_public_access_block');
  return ofType(stack, 'aws_s3_bucket').flatMap(({ id, path }) => {
    const block = covered.find(({ values }) => String(values['bucket']).includes(`aws_s3_bucket.${id}.`));
    const missing = PUBLIC_BLOCKS.filter((setting) => block?.values[setting] !== true);
    return missing.length === 0
      ? []
      : [{ path, message: `the bucket lacks ${missing.join(', ')}; set all four to true` }];
  });
}

/** Everybody, without a condition that says who. */
function openPolicies(stack: PlannedStack) {
  const everybody = ({ effect, principals, condition }: Statement) =>
    effect === 'Allow' && principals.includes('*') && !Object.values(condition).some(namesCallers);
  return (
    stack.resources
      // A VPC endpoint's policy narrows what callers inside the VPC may do; nobody else reaches it.
      .filter(({ type }) => type !== 'aws_vpc_endpoint')
      .filter((resource) => statementsOf(resource).some(everybody))
      .map(({ path }) => ({
        path,
        message: 'the policy admits every principal; name them, or limit them by a condition',
      }))
  );
}

function namesCallers(keys: Readonly<Record<string, unknown>>): boolean {
  return Object.keys(keys).some((key) =>
    /^aws:(PrincipalOrgID|PrincipalAccount|PrincipalArn|SourceAccount|SourceArn|SourceIp|SourceVpc|SourceVpce|ResourceAccount)$/i.test(
      key,
    ),
  );
}

function publicTasks(stack: PlannedStack) {
  return ofType(stack, 'aws_ecs_service')
    .filter(({ values }) =>
      blocks(values['network_configuration']).some(({ assign_public_ip }) => assign_public_ip === true),
    )
    .map(({ path }) => ({ path, message: 'its tasks get public addresses; set assign_public_ip to false' }));
}

export const openPorts: Rule = {
  name: 'open-ports',
  intent: 'only the load balancer takes connections from everywhere, on 443, and on 80 to redirect',
  check: (stack) => {
    const balancers = ofType(stack, 'aws_lb').flatMap(({ values }) => JSON.stringify(values['security_groups'] ?? []));
    const ofBalancer = ({ values }: PlannedResource) =>
      balancers.some((groups) => groups.includes(String(values['security_group_id'])));
    const inside = ofType(stack, 'aws_security_group', 'aws_default_security_group')
      .filter(({ values }) => [...blocks(values['ingress']), ...blocks(values['egress'])].length > 0)
      .map(({ path }) => ({ path, message: 'has rules inside the group; make each rule a resource of its own' }));
    const open = ofType(stack, 'aws_vpc_security_group_ingress_rule')
      .filter(({ values }) => EVERYWHERE.includes(String(values['cidr_ipv4'] ?? values['cidr_ipv6'])))
      .filter((rule) => !ofBalancer(rule) || !PUBLIC_PORTS.some((port) => isOnly(rule, port)))
      .map(({ path, values }) => ({
        path,
        message: `opens ${String(values['ip_protocol'])} ${String(values['from_port'])}-${String(values['to_port'])} to everywhere; name the source`,
      }));
    const egress = ofType(stack, 'aws_vpc_security_group_egress_rule')
      .filter(({ values }) => EVERYWHERE.includes(String(values['cidr_ipv4'] ?? values['cidr_ipv6'])))
      .filter((rule) => !isOnly(rule, 443))
      .map(({ path }) => ({ path, message: 'lets everything out; limit it to port 443 or name the target' }));
    return [...inside, ...open, ...egress];
  },
};

function isOnly({ values }: PlannedResource, port: number): boolean {
  return values['ip_protocol'] === 'tcp' && values['from_port'] === port && values['to_port'] === port;
}
