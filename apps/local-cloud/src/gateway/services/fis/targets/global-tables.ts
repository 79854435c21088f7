import type { AwsRequest } from '../../../aws-request';
import { type Candidate, ask } from './candidate';

interface Table {
  readonly TableArn: string;
  readonly Replicas?: readonly { readonly RegionName: string }[];
}

/** A table without other replicas is no global table. */
export async function globalTables(request: AwsRequest): Promise<Candidate[]> {
  const { TableNames = [] } = await ask<{ TableNames?: string[] }>(
    request,
    'dynamodb',
    'DynamoDB_20120810.ListTables',
    {},
  );
  const found = await Promise.all(
    TableNames.map(async (TableName): Promise<Candidate[]> => {
      const { Table: table } = await ask<{ Table?: Table }>(request, 'dynamodb', 'DynamoDB_20120810.DescribeTable', {
        TableName,
      });
      const peers =
        table?.Replicas?.map(({ RegionName }) => RegionName).filter((region) => region !== request.region) ?? [];
      if (table === undefined || peers.length === 0) return [];
      const ResourceArn = table.TableArn;
      const { Tags: list = [] } = await ask<{ Tags?: TagList }>(
        request,
        'dynamodb',
        'DynamoDB_20120810.ListTagsOfResource',
        { ResourceArn },
      );
      return [
        {
          arn: ResourceArn,
          tags: Object.fromEntries(list.map(({ Key, Value }) => [Key, Value])),
          description: table,
          peers,
        },
      ];
    }),
  );
  return found.flat();
}

type TagList = readonly { readonly Key: string; readonly Value: string }[];
