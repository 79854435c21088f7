import { ApiProcess } from './support/api-process';
import { eventually } from './support/eventually';
import { synthesisedVariables } from './support/task-definitions';

const VARIABLES = {
  SERVICE_NAME: 'orders-api',
  ENVIRONMENT: 'test',
  PORT: '8080',
  TABLE_NAME: 'orders',
  TABLE_REGION: 'eu-west-1',
};

const processes: ApiProcess[] = [];
async function start(variables: Readonly<Record<string, string>>): Promise<ApiProcess> {
  const api = await ApiProcess.start(variables);
  processes.push(api);
  return api;
}
afterEach(() => processes.splice(0).forEach((api) => api.signal('SIGKILL')));

async function isLive(api: ApiProcess): Promise<boolean> {
  return (await fetch(`${api.url}/health/live`)).ok;
}

describe.each(['local', 'production'])('with the task definitions of the environment %s', (environment) => {
  const regions = synthesisedVariables(environment);

  test.each(Object.entries(regions))('%s starts', async (region, variables) => {
    const api = await start(variables);
    await eventually(() => isLive(api), `the service of ${region} is live`);
    const version = (await (await fetch(`${api.url}/version`)).json()) as object;
    expect(version).toMatchObject({ name: 'orders-api', environment, region });
    const ready = await fetch(`${api.url}/health/ready`);
    // There is no table here, and it says so; all else is as on AWS.
    expect(ready.status).toBe(503);
    expect(await ready.json()).toMatchObject({
      status: 'not ready',
      region,
      reasons: [expect.stringMatching(/^table: /)],
      // A region without a member of the global datastore is told of none.
      cache: 'CACHE_HOST' in variables ? 'unavailable' : 'absent',
      placement: 'absent',
    });
  });
});

test.each(['SIGTERM', 'SIGINT'] as const)(
  '%s ends it with exit code 0, after a while of not being ready',
  async (signal) => {
    const api = await start(VARIABLES);
    await eventually(() => isLive(api), 'the service is live');
    api.signal(signal);
    await eventually(async () => {
      const { reasons } = (await (await fetch(`${api.url}/health/ready`)).json()) as { reasons: string[] };
      return reasons[0] === 'the process is shutting down';
    }, 'it says that it is shutting down');
    expect(await api.ended()).toBe(0);
    await expect(fetch(api.url)).rejects.toThrow('fetch failed');
  },
);

test('fails when the environment is none, with all problems and exit code 2', async () => {
  const api = await start({ ...VARIABLES, TABLE_REGION: 'Ireland', TABLE_NAME: '' });
  expect(await api.ended()).toBe(2);
  expect(api.log).toBe(
    [
      'the environment is not a configuration of the orders API:',
      "  TABLE_NAME must be a table's name, and is not set; set it",
      '  TABLE_REGION must be a region such as eu-west-1, got "Ireland"; correct it',
      '',
    ].join('\n'),
  );
});

test('fails when the port is taken, without a stack trace', async () => {
  const api = await start(VARIABLES);
  await eventually(() => isLive(api), 'the service is live');
  const port = new URL(api.url).port;
  const second = await ApiProcess.start(VARIABLES, Number(port));
  processes.push(second);
  expect(await second.ended()).toBe(1);
  expect(second.log).toContain(`listen EADDRINUSE: address already in use 0.0.0.0:${port}\n`);
  expect(second.log).not.toContain('    at ');
});
