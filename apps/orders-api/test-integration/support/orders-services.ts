import { join } from 'node:path';
import { type Instance, LocalCloudClient, clientEnvironment } from '@active-active/local-cloud';
import {
  CreateClusterCommand,
  CreateServiceCommand,
  ECSClient,
  type ECSClientConfig,
  RegisterTaskDefinitionCommand,
} from '@aws-sdk/client-ecs';
import { eventually } from './eventually';

const MAIN = join(__dirname, '..', '..', 'src', 'main.ts');
const ROOT = join(__dirname, '..', '..', '..', '..');
const REPOSITORY = 'test/orders-api';

/** Variables of a task definition that differ from test to test. */
export type Variables = Readonly<Record<string, string>>;

/** The service in each of several regions, run by the local cloud as it runs those of the applied stacks. */
export class OrdersServices {
  private readonly urls = new Map<string, string>();
  private readonly cloud: LocalCloudClient;

  constructor(private readonly instance: Instance) {
    this.cloud = new LocalCloudClient(instance.endpoint);
  }

  /** Returns once all of them are ready. */
  async run(tableName: string, variables: Readonly<Record<string, Variables>>): Promise<void> {
    for (const [region, own] of Object.entries(variables)) await this.createService(region, tableName, own);
    await this.cloud.service('ecs', 'PUT', `images/${REPOSITORY}`, {
      command: process.execPath,
      args: ['--conditions=@active-active/source', '--import', require.resolve('tsx'), MAIN],
      environment: { NODE_PATH: join(ROOT, 'node_modules') },
    });
    const { services } = await this.cloud.service<{ services: readonly { region: string; url: string }[] }>(
      'ecs',
      'GET',
      'endpoints',
    );
    for (const { region, url } of services) this.urls.set(region, url);
    for (const region of Object.keys(variables)) {
      await eventually(async () => {
        const response = await fetch(`${this.urlOf(region)}/health/ready`);
        const { placement } = (await response.json()) as { placement: string };
        return response.ok && placement === 'ok';
      }, `the service in ${region} is ready`);
    }
  }

  urlOf(region: string): string {
    const url = this.urls.get(region);
    if (url === undefined) throw new Error(`no service runs in ${region}`);
    return url;
  }

  async remove(): Promise<void> {
    await this.cloud.service('ecs', 'DELETE', `images/${REPOSITORY}`);
  }

  private async createService(region: string, tableName: string, variables: Variables): Promise<void> {
    const client = new ECSClient(this.configuration(region));
    const environment: Variables = {
      SERVICE_NAME: 'orders-api',
      ENVIRONMENT: 'test',
      PORT: '8080',
      PRIMARY_REGION: region,
      TABLE_NAME: tableName,
      TABLE_REGION: region,
      REGIONAL_ENDPOINT_TEMPLATE: 'https://{region}.api.example.com',
      ...variables,
    };
    await client.send(new CreateClusterCommand({ clusterName: 'c' }));
    const { taskDefinition } = await client.send(
      new RegisterTaskDefinitionCommand({
        family: 'orders-api',
        containerDefinitions: [
          {
            name: 'application',
            memory: 256,
            image: `123456789012.dkr.ecr.${region}.amazonaws.com/${REPOSITORY}:v1`,
            environment: Object.entries(environment).map(([name, value]) => ({ name, value })),
          },
        ],
      }),
    );
    await client.send(
      new CreateServiceCommand({
        cluster: 'c',
        serviceName: 'orders-api',
        taskDefinition: taskDefinition!.taskDefinitionArn,
        desiredCount: 1,
      }),
    );
    client.destroy();
  }

  private configuration(region: string): ECSClientConfig {
    const environment = clientEnvironment(this.instance, region);
    return {
      region,
      endpoint: this.instance.endpoint,
      credentials: { accessKeyId: environment['AWS_ACCESS_KEY_ID']!, secretAccessKey: 'local' },
    };
  }
}
