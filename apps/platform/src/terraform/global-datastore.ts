import { setTimeout as sleep } from 'node:timers/promises';
import { CommandError } from '@active-active/command-line';
import { globalReplicationGroupId } from '@active-active/global-cache';
import { type AwsRegion, type Environment, regionsOf } from '@active-active/region-matrix';
import type { QueryCall } from './local-target';

/** The member of an environment's Global Datastore that Terraform has made as its primary. */
export interface FirstPrimary {
  readonly region: AwsRegion;
  readonly replicationGroup: string;
  /** Id of the Global Datastore, where it can be known beforehand. */
  readonly globalReplicationGroup: string | undefined;
}

/** How long a fail-back may take in the local cloud, in milliseconds. */
const FAIL_BACK_WITHIN_MS = 60_000;

/** @returns `undefined` when the environment has no cache */
export function firstPrimaryOf(environment: Environment): FirstPrimary | undefined {
  const region = regionsOf(environment).find((each) => environment.regions[each].cacheRole === 'primary');
  if (environment.cache === undefined || region === undefined) return undefined;
  const { replicationGroup, globalReplicationGroupSuffix } = environment.derived.regions[region].names;
  return {
    region,
    replicationGroup,
    globalReplicationGroup: globalReplicationGroupId(region, globalReplicationGroupSuffix),
  };
}

/** The command of the AWS CLI that makes the first primary the primary again. */
export function failBackCommand({ region, replicationGroup, globalReplicationGroup }: FirstPrimary): string {
  return [
    'aws elasticache failover-global-replication-group',
    `--region ${region}`,
    `--global-replication-group-id ${globalReplicationGroup ?? 'ID (aws elasticache describe-global-replication-groups tells it)'}`,
    `--primary-region ${region}`,
    `--primary-replication-group-id ${replicationGroup}`,
  ].join(' ');
}

/**
 * Makes the first primary the primary again, where another member was promoted: ElastiCache lets only a secondary leave
 * a Global Datastore, and Terraform destroys first what it has made as a secondary.
 *
 * @param query calls the local cloud
 * @param say told when there is something to do
 * @throws CommandError when the local cloud does not answer, refuses, or is not done in time
 */
export async function failBack(first: FirstPrimary, query: QueryCall, say: (line: string) => void): Promise<void> {
  const { region, replicationGroup } = first;
  const call = async (Action: string, parameters: Readonly<Record<string, string>>) => {
    try {
      return await query('elasticache', region, { Action, Version: '2015-02-02', ...parameters });
    } catch {
      throw new CommandError(
        `ElastiCache in ${region} does not answer; 'npm run local -- fault clear' ends what makes a region dark`,
      );
    }
  };
  const state = async () =>
    datastoreIn(await call('DescribeGlobalReplicationGroups', { ShowMemberInfo: 'true' }), replicationGroup);
  const datastore = await state();
  const promoted = datastore?.primaryRegion;
  if (datastore === undefined || promoted === undefined || promoted === region) return;
  say(`the cache was promoted in ${promoted}; failing back to ${region}, or its secondaries could not leave`);
  const answer = await call('FailoverGlobalReplicationGroup', {
    GlobalReplicationGroupId: datastore.id,
    PrimaryRegion: region,
    PrimaryReplicationGroupId: replicationGroup,
  });
  const refusal = element(answer, 'Message');
  if (refusal !== undefined)
    throw new CommandError(`cannot fail back the Global Datastore ${datastore.id}: ${refusal}`);
  for (const deadline = Date.now() + FAIL_BACK_WITHIN_MS; (await state())?.status !== 'available'; await sleep(250)) {
    if (Date.now() < deadline) continue;
    throw new CommandError(
      `the Global Datastore ${datastore.id} has not failed back within ${FAIL_BACK_WITHIN_MS / 1000} s`,
    );
  }
}

interface Datastore {
  readonly id: string;
  readonly status: string | undefined;
  readonly primaryRegion: string | undefined;
}

/** The Global Datastore that a replication group is in, in an answer of DescribeGlobalReplicationGroups. */
function datastoreIn(answer: string, replicationGroup: string): Datastore | undefined {
  for (const [, group = ''] of answer.matchAll(/<GlobalReplicationGroup>(.*?)<\/GlobalReplicationGroup>/gs)) {
    const id = element(group, 'GlobalReplicationGroupId');
    const members = [...group.matchAll(/<GlobalReplicationGroupMember>(.*?)<\/GlobalReplicationGroupMember>/gs)].map(
      ([, member = '']) => member,
    );
    if (id === undefined || !members.some((each) => element(each, 'ReplicationGroupId') === replicationGroup)) continue;
    const primary = members.find((each) => element(each, 'Role') === 'PRIMARY') ?? '';
    return { id, status: element(group, 'Status'), primaryRegion: element(primary, 'ReplicationGroupRegion') };
  }
  return undefined;
}

function element(xml: string, name: string): string | undefined {
  return new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];
}
