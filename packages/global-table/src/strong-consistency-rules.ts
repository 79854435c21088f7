import type { GlobalTableProps } from './global-table-props';

type Problem = string | false | undefined;

/** Provider that the stacks run with, as the refusal names it. */
const PROVIDER_VERSION = '5.100.0';

/**
 * Regions between which AWS offers multi-Region strong consistency; replicas and witness lie in one of these sets.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateGlobalTableWitnessGroupMemberAction.html
 */
const REGION_SETS: readonly (readonly string[])[] = [
  ['us-east-1', 'us-east-2', 'us-west-2'],
  ['eu-west-1', 'eu-west-2', 'eu-west-3', 'eu-central-1'],
  ['ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3'],
];

/**
 * What keeps a table from multi-Region strong consistency (MRSC): AWS's rules first, the provider last, so that one run
 * shows all that an upgrade of the provider would leave to mend.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_HowItWorks.html#V2globaltables_HowItWorks.consistency-modes.mrsc
 */
export function consistencyProblems(props: GlobalTableProps<string>): readonly Problem[] {
  const { consistency = 'eventual', region, replicaRegions, witnessRegion } = props;
  if (consistency === 'eventual') {
    return [
      witnessRegion !== undefined &&
        `witnessRegion is for consistency 'strong' only, got '${witnessRegion}' with 'eventual'; remove it`,
    ];
  }
  const replicas = [region, ...replicaRegions];
  const members = witnessRegion === undefined ? replicas : [...replicas, witnessRegion];
  const indexes = props.localSecondaryIndexes ?? [];
  return [
    (members.length !== 3 || replicas.length < 2) &&
      `consistency 'strong' needs three replicas, or two and a witness, got ${replicas.length} replicas ` +
        `[${replicas.join(', ')}] and ${witnessRegion === undefined ? 'no witness' : `witness '${witnessRegion}'`}; ` +
        'change replicaRegions or witnessRegion',
    witnessRegion !== undefined &&
      replicas.includes(witnessRegion) &&
      `witnessRegion must not hold a replica, got '${witnessRegion}'; choose the third region`,
    !REGION_SETS.some((set) => members.every((member) => set.includes(member))) &&
      `consistency 'strong' needs all regions in one of AWS's region sets, got [${members.join(', ')}]; ` +
        `the sets are ${REGION_SETS.map((set) => set.join(' ')).join(' | ')}`,
    props.timeToLiveAttribute !== undefined &&
      `consistency 'strong' has no time to live, got timeToLiveAttribute '${props.timeToLiveAttribute}'; ` +
        'remove it and delete items yourself',
    indexes.length > 0 &&
      `consistency 'strong' has no local secondary indexes, got [${indexes.map(({ name }) => name).join(', ')}]; ` +
        'use global ones',
    `consistency 'strong' needs provider hashicorp/aws ${witnessRegion === undefined ? '6.3' : '6.22'} or later, ` +
      `the stacks run with ${PROVIDER_VERSION}; stay with 'eventual', or upgrade the provider and this package`,
  ];
}
