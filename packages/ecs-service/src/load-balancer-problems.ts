import { tooLong } from '@active-active/construct-kit';
import { accountProblem } from './account-problem';
import type { ServiceLoadBalancerProps } from './load-balancer-props';
import { notBetween, pathProblem, type Problems, subnetProblem } from './problems';

/** All that AWS or this blueprint refuses in the props of a load balancer. */
export function loadBalancerProblems(props: ServiceLoadBalancerProps): Problems {
  return [
    tooLong('albName', props.albName, 32),
    tooLong('targetGroupName', props.targetGroupName, 32),
    tooLong('accessLogBucketName', props.accessLogBucketName, 63),
    nameProblem('albName', props.albName),
    nameProblem('targetGroupName', props.targetGroupName),
    subnetProblem('publicSubnetIds', props.publicSubnetIds),
    accountProblem(props.account),
    pathProblem('healthPath', props.healthPath),
    notBetween('minTasks', props.minTasks, 2, 5000, 'one task is lost with its zone'),
    notBetween('clientKeepAliveSeconds', props.clientKeepAliveSeconds, 60, 604800),
    notBetween('deregistrationDelaySeconds', props.deregistrationDelaySeconds, 0, 3600),
    notBetween(
      'minimumHealthyTargets',
      props.minimumHealthyTargets,
      1,
      props.minTasks,
      'more never are healthy at rest',
    ),
    notBetween('accessLogRetentionInDays', props.accessLogRetentionInDays, 1, 36500),
  ];
}

/** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html */
function nameProblem(what: string, name: string): string | false {
  return (
    !/^(?!internal-)[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?$/.test(name) &&
    `${what} '${name}' is refused by AWS; use letters, digits and hyphens, no hyphen at either end, and not 'internal-' first`
  );
}
