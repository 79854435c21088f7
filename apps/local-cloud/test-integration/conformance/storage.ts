import { DynamoDB, paginateListTables, paginateScan } from '@aws-sdk/client-dynamodb';
import { DynamoDBStreams } from '@aws-sdk/client-dynamodb-streams';
import { S3, paginateListObjectsV2 } from '@aws-sdk/client-s3';
import { EU, type Region, US, clients } from './clients';
import { type Kind, type Refusal, expectPages, expectRefusal, expectRegional } from './expectations';

const s3 = (region: Region) => clients.of(S3, region);
const dynamo = (region: Region) => clients.of(DynamoDB, region);
const streams = (region: Region) => clients.of(DynamoDBStreams, region);

describe('S3', () => {
  const newBucket = async (region: Region, Bucket: string) => {
    const configuration = region === US ? {} : { CreateBucketConfiguration: { LocationConstraint: region } };
    await s3(region).createBucket({ Bucket, ...configuration });
    return Bucket;
  };
  const put = (Bucket: string, Key: string, extra: object = {}) =>
    s3(US).putObject({ Bucket, Key, Body: 'body', ...extra });

  test('a bucket lies in its region, its name is taken in the whole world, and all regions list it', async () => {
    await newBucket(US, 'in-us');
    await newBucket(EU, 'in-eu');
    expect((await s3(US).getBucketLocation({ Bucket: 'in-us' })).LocationConstraint).toBeUndefined();
    expect((await s3(EU).getBucketLocation({ Bucket: 'in-eu' })).LocationConstraint).toBe(EU);
    await expectRefusal(newBucket(EU, 'in-eu'), 'BucketAlreadyOwnedByYou');
    for (const region of [US, EU] as const) {
      const { Buckets } = await s3(region).listBuckets({});
      expect(Buckets?.map(({ Name }) => Name)).toEqual(expect.arrayContaining(['in-eu', 'in-us']));
    }
  });

  test('a client of another region is sent to where the bucket lies', async () => {
    await newBucket(EU, 'elsewhere');
    await expectRefusal(s3(US).listObjectsV2({ Bucket: 'elsewhere' }), 'PermanentRedirect');
    const { BucketRegion } = await s3(EU).headBucket({ Bucket: 'elsewhere' });
    expect(BucketRegion).toBe(EU);
  });

  const refusals: readonly Refusal[] = [
    ['a bucket is not there', () => s3(US).listObjectsV2({ Bucket: 'nowhere' }), 'NoSuchBucket'],
    [
      'a bucket that is removed has objects',
      async () => {
        await newBucket(US, 'full');
        await put('full', 'a');
        await s3(US).deleteBucket({ Bucket: 'full' });
      },
      'BucketNotEmpty',
    ],
    [
      'an object is not there',
      async () => s3(US).getObject({ Bucket: await newBucket(US, 'empty'), Key: 'a' }),
      'NoSuchKey',
    ],
    [
      'an object that must be new is there',
      async () => {
        await newBucket(US, 'lock');
        await put('lock', 'state.tflock', { IfNoneMatch: '*' });
        await put('lock', 'state.tflock', { IfNoneMatch: '*' });
      },
      'PreconditionFailed',
    ],
    [
      'an object has changed since it was read',
      async () => {
        await newBucket(US, 'changed');
        const { ETag } = await put('changed', 'a');
        await put('changed', 'a', { Body: 'other' });
        await put('changed', 'a', { IfMatch: ETag });
      },
      'PreconditionFailed',
    ],
    [
      'a bucket has no policy',
      async () => s3(US).getBucketPolicy({ Bucket: await newBucket(US, 'no-policy') }),
      'NoSuchBucketPolicy',
    ],
    [
      'a bucket has no lifecycle',
      async () => s3(US).getBucketLifecycleConfiguration({ Bucket: await newBucket(US, 'no-lifecycle') }),
      'NoSuchLifecycleConfiguration',
    ],
  ];
  test.each(refusals)('fails when %s', (_when, call, code) => expectRefusal(call(), code));

  test('an object that is gone can be removed again', async () => {
    await newBucket(US, 'gone');
    await put('gone', 'a');
    await s3(US).deleteObject({ Bucket: 'gone', Key: 'a' });
    expect((await s3(US).deleteObject({ Bucket: 'gone', Key: 'a' })).$metadata.httpStatusCode).toBe(204);
  });

  test('a bucket is empty once its versions are removed, markers of deleted objects among them', async () => {
    const Bucket = await newBucket(US, 'versions');
    await s3(US).putBucketVersioning({ Bucket, VersioningConfiguration: { Status: 'Enabled' } });
    await put(Bucket, 'a');
    await put(Bucket, 'a');
    expect((await s3(US).deleteObject({ Bucket, Key: 'a' })).DeleteMarker).toBe(true);
    await expectRefusal(s3(US).getObject({ Bucket, Key: 'a' }), 'NoSuchKey');
    const { Versions = [], DeleteMarkers = [] } = await s3(US).listObjectVersions({ Bucket });
    expect([Versions.length, DeleteMarkers.length]).toEqual([2, 1]);
    const Objects = [...Versions, ...DeleteMarkers].map(({ Key, VersionId }) => ({ Key, VersionId }));
    expect((await s3(US).deleteObjects({ Bucket, Delete: { Objects } })).Deleted).toHaveLength(3);
    expect((await s3(US).deleteBucket({ Bucket })).$metadata.httpStatusCode).toBe(204);
  });

  test('objects are listed in pages', async () => {
    await newBucket(US, 'pages');
    const keys = ['a', 'b', 'c', 'd', 'e'];
    await Promise.all(keys.map((key) => put('pages', key)));
    const paginator = paginateListObjectsV2({ client: s3(US), pageSize: 2 }, { Bucket: 'pages' });
    await expectPages(paginator, (page) => page.Contents?.map(({ Key }) => Key), keys);
  });
});

describe('DynamoDB', () => {
  const table: Kind = {
    kind: 'table',
    make: async (region, TableName) => {
      await dynamo(region).createTable({
        TableName,
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
        StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
      });
      return TableName;
    },
    all: async (region) => (await dynamo(region).listTables({})).TableNames ?? [],
    remove: (region, TableName) => dynamo(region).deleteTable({ TableName }),
  };
  const stream: Kind = {
    kind: 'stream',
    make: async (region, name) => {
      const TableName = `${name}-stream`;
      await table.make(region, TableName);
      return (await dynamo(region).describeTable({ TableName })).Table?.LatestStreamArn;
    },
    all: async (region) => (await streams(region).listStreams({})).Streams?.map(({ StreamArn }) => StreamArn) ?? [],
    remove: (region, arn) => dynamo(region).deleteTable({ TableName: arn.split('/')[1] }),
  };
  test.each([table, stream])('$kind: what one region has, the other has not', (kind) => expectRegional(kind));

  const refusals: readonly Refusal[] = [
    ['a table is not there', () => dynamo(US).describeTable({ TableName: 'nowhere' }), 'ResourceNotFoundException'],
    [
      'items are asked of a table that another region has',
      async () => {
        await table.make(US, 'in-us');
        await dynamo(EU).getItem({ TableName: 'in-us', Key: { pk: { S: 'a' } } });
      },
      'ResourceNotFoundException',
    ],
    [
      'there is a table of the name',
      async () => {
        await table.make(US, 'twice');
        await table.make(US, 'twice');
      },
      'ResourceInUseException',
    ],
    [
      'a stream is of another region',
      async () => streams(EU).describeStream({ StreamArn: await stream.make(US, 'foreign') }),
      'ResourceNotFoundException',
    ],
  ];
  test.each(refusals)('fails when %s', (_when, call, code) => expectRefusal(call(), code));

  test('tables and items are listed in pages', async () => {
    const names = await Promise.all(['page-1', 'page-2', 'page-3'].map((name) => table.make(EU, name)));
    await expectPages(paginateListTables({ client: dynamo(EU), pageSize: 2 }, {}), (page) => page.TableNames, names);
    const keys = ['a', 'b', 'c', 'd', 'e'];
    const PutRequests = keys.map((key) => ({ PutRequest: { Item: { pk: { S: key } } } }));
    await dynamo(EU).batchWriteItem({ RequestItems: { 'page-1': PutRequests } });
    const scan = paginateScan({ client: dynamo(EU), pageSize: 2 }, { TableName: 'page-1' });
    await expectPages(scan, (page) => page.Items?.map((item) => item['pk']?.S), keys);
  });
});
