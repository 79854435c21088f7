import { containerEnvironment, type ContainerEnvironmentProps } from '@active-active/ecs-service';
import { Template } from '@active-active/testing';
import { TerraformOutput, TerraformVariable } from 'cdktf';

const props: ContainerEnvironmentProps = {
  serviceName: 'orders-api',
  environment: 'production',
  region: 'eu-west-1',
  primaryRegion: 'us-east-1',
  port: 8080,
  tableName: 'production-orders',
  regionalEndpointTemplate: 'https://{region}.api.example.com',
};

describe('containerEnvironment', () => {
  it('composes exactly the documented variables', () => {
    expect(containerEnvironment(props)).toEqual({
      SERVICE_NAME: 'orders-api',
      ENVIRONMENT: 'production',
      PORT: '8080',
      PRIMARY_REGION: 'us-east-1',
      TABLE_NAME: 'production-orders',
      TABLE_REGION: 'eu-west-1',
      REGIONAL_ENDPOINT_TEMPLATE: 'https://{region}.api.example.com',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318',
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
      OTEL_SERVICE_NAME: 'orders-api',
      OTEL_RESOURCE_ATTRIBUTES:
        'service.namespace=production,deployment.environment.name=production,cloud.region=eu-west-1',
      OTEL_PROPAGATORS: 'xray',
      OTEL_TRACES_SAMPLER: 'xray',
      OTEL_TRACES_SAMPLER_ARG: 'endpoint=http://127.0.0.1:2000',
    });
  });

  it('adds the cache variables of a region that uses one', () => {
    const cache = {
      host: 'primary.cache',
      readerHost: 'reader.cache',
      port: 6379,
      region: 'us-east-1',
      replicationGroupId: 'production-orders-use1',
    };
    const { CACHE_USER_ID, ...variables } = containerEnvironment({
      ...props,
      cache: { ...cache, userId: 'orders-api' },
    });
    expect(CACHE_USER_ID).toBe('orders-api');
    expect(variables).toMatchObject({
      CACHE_HOST: 'primary.cache',
      CACHE_READER_HOST: 'reader.cache',
      CACHE_PORT: '6379',
      CACHE_REGION: 'us-east-1',
      CACHE_REPLICATION_GROUP_ID: 'production-orders-use1',
    });
    expect(containerEnvironment({ ...props, cache })).not.toHaveProperty('CACHE_USER_ID');
  });

  it('keeps a port that is known only at apply', () => {
    const template = Template.of((scope) => {
      const port = new TerraformVariable(scope, 'port', { type: 'number' }).numberValue;
      new TerraformOutput(scope, 'out', {
        staticId: true,
        value: `port ${containerEnvironment({ ...props, port }).PORT}`,
      });
    });
    expect(template.outputs()['out']).toEqual({ value: 'port ${var.port}' });
  });
});
