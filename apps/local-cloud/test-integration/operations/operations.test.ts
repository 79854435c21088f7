import { LocalCloudClient } from '../../src';
import { waitFor } from '../../src/waiting';
import { TestCloud } from '../support/cloud';
import { TerraformBench } from '../support/terraform';
import { operationsConfiguration } from './configuration';

const cloud = new TestCloud();
let client: LocalCloudClient;
let terraform: TerraformBench;

beforeAll(async () => {
  const { account } = await cloud.up();
  client = new LocalCloudClient(cloud.instance.endpoint);
  terraform = await TerraformBench.initialise(cloud, 'operations', operationsConfiguration(account));
});
afterAll(() => cloud.remove());

const setAlarm = (StateValue: string) =>
  cloud.query('monitoring', {
    Action: 'SetAlarmState',
    Version: '2010-08-01',
    AlarmName: 'child-a',
    StateValue,
    StateReason: 'test',
  });

test('everything is applied, and a second plan is empty', async () => {
  await terraform.apply();
  expect(await terraform.plan()).toBe('');
});

test('everything is changed in place, and a plan is empty after the local cloud was started again', async () => {
  expect(await terraform.apply('-var=v=2')).toContain('Plan: 0 to add, ');
  await cloud.down();
  await cloud.up();
  client = new LocalCloudClient(cloud.instance.endpoint);
  expect(await terraform.plan('-var=v=2')).toBe('');
});

test('an experiment cuts a region off until the alarm above a child alarm stops it', async () => {
  const experimentTemplateId = String((await terraform.outputs())['template']);
  const { experiment } = await cloud.rest<{ experiment: { id: string } }>('fis', 'POST', '/experiments', {
    experimentTemplateId,
  });
  const links = async () => (await client.faults()).links.length;
  expect(await waitFor(async () => ((await links()) === 2 ? true : undefined))).toBe(true);
  await setAlarm('ALARM');
  expect(await waitFor(async () => ((await links()) === 0 ? true : undefined))).toBe(true);
  const stopped = await cloud.rest<{ experiment: { state: object } }>('fis', 'GET', `/experiments/${experiment.id}`);
  expect(stopped.experiment.state).toMatchObject({ status: 'stopped' });
});

test('a health check follows the alarm above', async () => {
  const id = String((await terraform.outputs())['alarm_check']);
  const isHealthy = async () =>
    (await client.service<Record<string, { healthy: boolean }>>('route53', 'GET', 'health-checks'))[id]?.healthy;
  expect(await isHealthy()).toBe(false);
  await setAlarm('OK');
  expect(await isHealthy()).toBe(true);
});

test('everything is destroyed', async () => {
  await terraform.destroy();
  expect(await cloud.rest('oam', 'POST', '/ListSinks', {})).toEqual({ Items: [] });
  expect(await client.service('route53', 'GET', 'health-checks')).toEqual({});
});
