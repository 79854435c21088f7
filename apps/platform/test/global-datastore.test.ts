import { parseEnvironment } from '@active-active/region-matrix';
import { loadEnvironment } from '../src/load-environment';
import { failBack, failBackCommand, firstPrimaryOf } from '../src/terraform/global-datastore';
import { production } from './matrices';

const first = firstPrimaryOf(loadEnvironment('local'))!;

/** Answers as ElastiCache does, of two Global Datastores of which the second is ours. */
function elastiCache(primary: string, statuses: string[], refusal?: string) {
  const calls: string[] = [];
  const query = (service: string, region: string, { Action = '', ...rest }: Readonly<Record<string, string>>) => {
    if (Action === 'FailoverGlobalReplicationGroup') {
      calls.push(`${service} ${region} ${JSON.stringify(rest)}`);
      return Promise.resolve(refusal === undefined ? '<Ok/>' : `<Error><Message>${refusal}</Message></Error>`);
    }
    const member = (id: string, where: string) =>
      `<GlobalReplicationGroupMember><ReplicationGroupId>${id}</ReplicationGroupId><ReplicationGroupRegion>${where}</ReplicationGroupRegion><Role>${where === primary ? 'PRIMARY' : 'SECONDARY'}</Role></GlobalReplicationGroupMember>`;
    const group = (id: string, ...members: string[]) =>
      `<GlobalReplicationGroup><GlobalReplicationGroupId>${id}</GlobalReplicationGroupId><Status>${statuses.shift()}</Status><Members>${members.join('')}</Members></GlobalReplicationGroup>`;
    return Promise.resolve(
      group('erpgt-other', member('other', 'us-east-1')) +
        group('erpgt-local-cache', member('local-cache-aps1', 'ap-south-1'), member('local-cache-use1', 'us-east-1')),
    );
  };
  return { calls, query };
}

describe('firstPrimaryOf', () => {
  it('is the member that Terraform makes as the primary', () => {
    expect(first).toEqual({
      region: 'ap-south-1',
      replicationGroup: 'local-cache-aps1',
      globalReplicationGroup: 'erpgt-local-cache',
    });
  });

  it('is none where the environment has no cache', () => {
    const matrix = JSON.parse(JSON.stringify(loadEnvironment('local')));
    delete matrix.cache;
    for (const region of Object.values<any>(matrix.regions)) delete region.cacheRole;
    expect(firstPrimaryOf(parseEnvironment(matrix))).toBeUndefined();
  });
});

describe('failBackCommand', () => {
  it('is the whole command of the AWS CLI', () => {
    expect(failBackCommand(firstPrimaryOf(production())!)).toBe(
      'aws elasticache failover-global-replication-group --region ap-south-1 --global-replication-group-id erpgt-production-cache --primary-region ap-south-1 --primary-replication-group-id production-cache-aps1',
    );
  });
});

describe('failBack', () => {
  it('makes the first primary the primary again, says so, and waits until that is done', async () => {
    const said: string[] = [];
    const statuses = ['-', 'available', '-', 'modifying', '-', 'available'];
    const cache = elastiCache('us-east-1', statuses);
    await failBack(first, cache.query, (line) => said.push(line));
    expect(cache.calls).toEqual([
      `elasticache ap-south-1 ${JSON.stringify({ Version: '2015-02-02', GlobalReplicationGroupId: 'erpgt-local-cache', PrimaryRegion: 'ap-south-1', PrimaryReplicationGroupId: 'local-cache-aps1' })}`,
    ]);
    expect(statuses).toEqual([]);
    expect(said).toEqual([
      'the cache was promoted in us-east-1; failing back to ap-south-1, or its secondaries could not leave',
    ]);
  });

  it('does nothing where nothing was promoted', async () => {
    const cache = elastiCache('ap-south-1', ['-', 'available']);
    await failBack(first, cache.query, () => expect('said').toBe('nothing'));
    expect(cache.calls).toEqual([]);
  });

  it('does nothing where there is no Global Datastore', async () => {
    const query = jest.fn(() => Promise.resolve('<DescribeGlobalReplicationGroupsResult/>'));
    await failBack(first, query, () => undefined);
    expect(query).toHaveBeenCalledTimes(1);
  });

  it('fails when the region is dark', async () => {
    const query = () => Promise.reject(new TypeError('fetch failed'));
    await expect(failBack(first, query, () => undefined)).rejects.toThrow(
      "ElastiCache in ap-south-1 does not answer; 'npm run local -- fault clear' ends what makes a region dark",
    );
  });

  it('fails when ElastiCache refuses', async () => {
    const cache = elastiCache('us-east-1', ['-', 'available'], 'it is in modifying state');
    await expect(failBack(first, cache.query, () => undefined)).rejects.toThrow(
      'cannot fail back the Global Datastore erpgt-local-cache: it is in modifying state',
    );
  });
});
