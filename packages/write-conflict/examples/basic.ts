import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import {
  DynamoDbReplica,
  HomeRegionRouter,
  HttpWriteForwarder,
  NotHomeError,
  Session,
  VersionedStore,
} from '@active-active/write-conflict';

type Order = { readonly customerId: string; readonly status: 'placed' | 'paid' };

const region = process.env['AWS_REGION'] ?? 'eu-west-1';

const store = new VersionedStore({
  replica: new DynamoDbReplica({
    client: DynamoDBDocumentClient.from(
      new DynamoDBClient({
        region,
        requestHandler: { connectionTimeout: 500, requestTimeout: 1000, throwOnRequestTimeout: true },
      }),
    ),
    tableName: 'orders',
    region,
  }),
  writeMode: 'write-to-your-region',
  placement: new HomeRegionRouter({
    regions: [
      { region: 'us-east-1', weight: 2 },
      { region: 'eu-west-1', weight: 1 },
    ],
  }),
});

const forwarder = new HttpWriteForwarder({
  region,
  endpointOf: (homeRegion) => `https://${homeRegion}.orders.example.com`,
});

/** What a service does for `POST /orders/{id}/payment`. */
export async function pay(orderId: string, idempotencyKey: string, sessionToken?: string) {
  const key = { pk: `order#${orderId}`, sk: 'order' };
  const session = Session.parse(sessionToken);
  try {
    const order = await store.update<Order>(
      key,
      (current) => {
        if (current.status !== 'placed') throw new RangeError(`an order that is ${current.status} cannot be paid`);
        return { ...current, status: 'paid' };
      },
      { writeId: idempotencyKey, session },
    );
    return { status: 200, headers: { 'x-session': session.token() }, body: JSON.stringify(order.data) };
  } catch (error) {
    if (!(error instanceof NotHomeError)) throw error;
    return forwarder.forward({
      homeRegion: error.homeRegion,
      key,
      method: 'POST',
      path: `/orders/${encodeURIComponent(orderId)}/payment`,
      headers: { 'x-session': session.token() },
      writeId: idempotencyKey,
    });
  }
}
