import { ConfigError, configOf } from '../src/config';

const VARIABLES = {
  SERVICE_NAME: 'orders-api',
  ENVIRONMENT: 'production',
  PORT: '8080',
  TABLE_NAME: 'orders',
  TABLE_REGION: 'eu-west-1',
  REGIONAL_ENDPOINT_TEMPLATE: 'https://{region}.api.example.com',
};
const CACHE = {
  CACHE_HOST: 'primary.example.com',
  CACHE_READER_HOST: 'reader.example.com',
  CACHE_PORT: '6379',
  CACHE_REGION: 'eu-west-1',
  CACHE_REPLICATION_GROUP_ID: 'orders-euw1',
};

function problemsOf(variables: Readonly<Record<string, string>>): readonly string[] {
  try {
    configOf(variables);
    return [];
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as ConfigError).problems;
  }
}

test('reads what the task definition sets', () => {
  expect(configOf({ ...VARIABLES, ...CACHE, CACHE_USER_ID: 'orders-user', HOME: '/root' })).toEqual({
    serviceName: 'orders-api',
    environment: 'production',
    port: 8080,
    tableName: 'orders',
    region: 'eu-west-1',
    regionalEndpointTemplate: 'https://{region}.api.example.com',
    cache: {
      host: 'primary.example.com',
      readerHost: 'reader.example.com',
      port: 6379,
      region: 'eu-west-1',
      replicationGroupId: 'orders-euw1',
      userId: 'orders-user',
    },
  });
});

test('without a cache and a template there are none; an empty variable is absent', () => {
  const config = configOf({ ...VARIABLES, REGIONAL_ENDPOINT_TEMPLATE: '', CACHE_HOST: '' });
  expect(config.cache).toBeUndefined();
  expect(config.regionalEndpointTemplate).toBeUndefined();
});

test('fails when variables are missing or wrong, with all of them', () => {
  expect(problemsOf({})).toEqual([
    'SERVICE_NAME must be a name of letters, digits, - and _, and is not set; set it',
    'ENVIRONMENT must be a name of letters, digits, - and _, and is not set; set it',
    'PORT must be a port from 1 to 65535, and is not set; set it',
    "TABLE_NAME must be a table's name, and is not set; set it",
    'TABLE_REGION must be a region such as eu-west-1, and is not set; set it',
  ]);
  expect(
    problemsOf({
      ...VARIABLES,
      PORT: '70000',
      TABLE_REGION: 'Ireland',
      REGIONAL_ENDPOINT_TEMPLATE: 'https://api.example.com/{region}',
      LOCAL_CLOUD_URL: 'ftp://example.com',
    }),
  ).toEqual([
    'REGIONAL_ENDPOINT_TEMPLATE must be an http or https URL with {region} in its host, got "https://api.example.com/{region}"; correct it',
    'LOCAL_CLOUD_URL must be an http or https URL, got "ftp://example.com"; correct it',
    'PORT must be a port from 1 to 65535, got "70000"; correct it',
    'TABLE_REGION must be a region such as eu-west-1, got "Ireland"; correct it',
  ]);
});

test.each(Object.keys(CACHE))('fails when %s is missing among those of a cache', (name) => {
  const { [name]: _left, ...others } = CACHE as Record<string, string>;
  const problems = problemsOf({ ...VARIABLES, ...others });
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatch(new RegExp(`^${name} must be .*, and is not set; set it$`));
});

test.each(['0', '-1', '8080.5', '0x50', ' 80', '1e3'])('fails when the port is %p', (port) => {
  expect(problemsOf({ ...VARIABLES, PORT: port })).toEqual([
    `PORT must be a port from 1 to 65535, got ${JSON.stringify(port)}; correct it`,
  ]);
});
