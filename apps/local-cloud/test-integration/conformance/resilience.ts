import { Fis } from '@aws-sdk/client-fis';
import { Route53RecoveryCluster } from '@aws-sdk/client-route53-recovery-cluster';
import { Route53RecoveryControlConfig } from '@aws-sdk/client-route53-recovery-control-config';
import { EU, type Region, US, clients } from './clients';
import { type Kind, type Refusal, expectRefusal, expectRegional } from './expectations';

const fis = (region: Region) => clients.of(Fis, region);
/** ARC is configured in us-west-2 alone; the states of its controls are held in five regions. */
const arc = () => clients.of(Route53RecoveryControlConfig, 'us-west-2');
const states = (region: Region) => clients.of(Route53RecoveryCluster, region);

describe('Fault Injection Service', () => {
  const template: Kind = {
    kind: 'experiment template',
    make: async (region, name) => {
      const { experimentTemplate } = await fis(region).createExperimentTemplate({
        clientToken: `${region}-${name}`,
        description: name,
        roleArn: 'arn:aws:iam::123456789012:role/fis',
        stopConditions: [{ source: 'none' }],
        targets: {},
        actions: { wait: { actionId: 'aws:fis:wait', parameters: { duration: 'PT1H' } } },
      });
      return experimentTemplate?.id;
    },
    all: async (region) =>
      (await fis(region).listExperimentTemplates({})).experimentTemplates?.map(({ id }) => id) ?? [],
    remove: (region, id) => fis(region).deleteExperimentTemplate({ id }),
  };
  const experiment: Kind = {
    kind: 'experiment',
    make: async (region, name) => {
      const experimentTemplateId = await template.make(region, `${name}-runs`);
      const token = { clientToken: `${region}-${name}` };
      return (await fis(region).startExperiment({ ...token, experimentTemplateId })).experiment?.id;
    },
    all: async (region) =>
      (await fis(region).listExperiments({})).experiments?.flatMap(({ id, state }) =>
        ['stopping', 'stopped'].includes(state?.status ?? '') ? [] : [id],
      ) ?? [],
    remove: (region, id) => fis(region).stopExperiment({ id }),
  };
  test.each([template, experiment])('$kind: what one region has, the other has not', (kind) => expectRegional(kind));

  const refusals: readonly Refusal[] = [
    ['a template is not there', () => fis(US).getExperimentTemplate({ id: 'EXTnowhere' }), 'ResourceNotFoundException'],
    [
      'an experiment is started from a template of another region',
      async () =>
        fis(EU).startExperiment({ clientToken: 'foreign', experimentTemplateId: await template.make(US, 'foreign') }),
      'ResourceNotFoundException',
    ],
    [
      'a template has no stop condition',
      () =>
        fis(US).createExperimentTemplate({
          clientToken: 'endless',
          description: 'endless',
          roleArn: 'arn:aws:iam::123456789012:role/fis',
          stopConditions: [],
          actions: { wait: { actionId: 'aws:fis:wait', parameters: { duration: 'PT1H' } } },
        }),
      'ValidationException',
    ],
  ];
  test.each(refusals)('fails when %s', (_when, call, code) => expectRefusal(call(), code));
});

describe('Application Recovery Controller', () => {
  /** A cluster with two controls, of which one must stay on. */
  async function newSwitches(name: string): Promise<[string, string]> {
    const { Cluster } = await arc().createCluster({ ClientToken: name, ClusterName: name });
    const { ControlPanel } = await arc().createControlPanel({
      ClusterArn: Cluster?.ClusterArn,
      ControlPanelName: name,
    });
    const ControlPanelArn = ControlPanel?.ControlPanelArn;
    const [first, second] = await Promise.all(
      [US, EU].map(async (region) => {
        const given = { ClusterArn: Cluster?.ClusterArn, ControlPanelArn, RoutingControlName: region };
        return (await arc().createRoutingControl(given)).RoutingControl?.RoutingControlArn ?? '';
      }),
    );
    const controls: [string, string] = [first ?? '', second ?? ''];
    await turn(US, ...controls.map((arn) => [arn, 'On'] as const));
    await arc().createSafetyRule({
      AssertionRule: {
        Name: 'one-stays',
        ControlPanelArn,
        WaitPeriodMs: 0,
        AssertedControls: controls,
        RuleConfig: { Type: 'ATLEAST', Threshold: 1, Inverted: false },
      },
    });
    return controls;
  }
  const turn = (region: Region, ...wanted: readonly (readonly [string, 'On' | 'Off'])[]) =>
    states(region).updateRoutingControlStates({
      UpdateRoutingControlStateEntries: wanted.map(([RoutingControlArn, RoutingControlState]) => ({
        RoutingControlArn,
        RoutingControlState,
      })),
    });
  const stateOf = async (region: Region, RoutingControlArn: string) =>
    (await states(region).getRoutingControlState({ RoutingControlArn })).RoutingControlState;

  test('a state that is set through one endpoint is read through the other', async () => {
    const [us] = await newSwitches('both');
    await turn(EU, [us, 'Off']);
    expect([await stateOf(US, us), await stateOf(EU, us)]).toEqual(['Off', 'Off']);
  });

  test('traffic is moved while the region that it leaves is dark', async () => {
    const [us, eu] = await newSwitches('dark');
    await clients.admin.faultRegion(US, 'refuse');
    try {
      await turn(EU, [us, 'Off']);
      expect([await stateOf(EU, us), await stateOf(EU, eu)]).toEqual(['Off', 'On']);
    } finally {
      await clients.admin.clearFaults();
    }
  });

  const refusals: readonly Refusal[] = [
    [
      'all of the controls that a safety rule guards are turned off',
      async () => {
        const [us, eu] = await newSwitches('guarded');
        await turn(EU, [us, 'Off'], [eu, 'Off']);
      },
      'ConflictException',
    ],
    [
      'a routing control is not there',
      () => stateOf(US, 'arn:aws:route53-recovery-control::123456789012:controlpanel/0/routingcontrol/0'),
      'ResourceNotFoundException',
    ],
    [
      'there is a cluster of the name',
      async () => {
        await arc().createCluster({ ClientToken: 'first', ClusterName: 'twice' });
        await arc().createCluster({ ClientToken: 'second', ClusterName: 'twice' });
      },
      'ConflictException',
    ],
  ];
  test.each(refusals)('fails when %s', (_when, call, code) => expectRefusal(call(), code));
});
