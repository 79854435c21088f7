import { BaseStack } from '@active-active/construct-kit';
import { FlowLogRole, Network } from '@active-active/network';
import { App } from 'cdktf';

const app = new App();
const account = '111122223333';
const region = 'us-east-1';
const name = 'production-use1';

const iam = new BaseStack(app, 'iam', {
  environment: 'production',
  account,
  region,
  state: { type: 's3', bucket: 'production-global-terraform-state', region },
});
const role = new FlowLogRole(iam, `flow-logs-${region}`, { name, region, account });

const stack = new BaseStack(app, 'network-us-east-1', {
  environment: 'production',
  account,
  region,
  state: { type: 's3', bucket: 'production-use1-terraform-state', region },
});
// The role's ARN is computed, so the order is said: the role and its policy come before the flow log that uses them.
stack.addDependency(iam);

new Network(stack, 'network', {
  name,
  region,
  account,
  flowLogRoleArn: role.outputs.roleArn,
  cidr: '10.10.0.0/16',
  subnets: {
    public: [
      { availabilityZone: 'us-east-1a', cidr: '10.10.0.0/22' },
      { availabilityZone: 'us-east-1b', cidr: '10.10.4.0/22' },
      { availabilityZone: 'us-east-1c', cidr: '10.10.8.0/22' },
    ],
    private: [
      { availabilityZone: 'us-east-1a', cidr: '10.10.64.0/19' },
      { availabilityZone: 'us-east-1b', cidr: '10.10.96.0/19' },
      { availabilityZone: 'us-east-1c', cidr: '10.10.128.0/19' },
    ],
    data: [
      { availabilityZone: 'us-east-1a', cidr: '10.10.192.0/22' },
      { availabilityZone: 'us-east-1b', cidr: '10.10.196.0/22' },
      { availabilityZone: 'us-east-1c', cidr: '10.10.200.0/22' },
    ],
  },
});

app.synth();
