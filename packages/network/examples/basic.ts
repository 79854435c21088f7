import { BaseStack } from '@active-active/construct-kit';
import { Network } from '@active-active/network';
import { App } from 'cdktf';

const app = new App();
const account = '111122223333';
const region = 'us-east-1';

const stack = new BaseStack(app, 'network-us-east-1', {
  environment: 'production',
  account,
  region,
  state: { type: 's3', bucket: 'production-use1-terraform-state', region },
});

new Network(stack, 'network', {
  name: 'production-use1',
  region,
  account,
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
