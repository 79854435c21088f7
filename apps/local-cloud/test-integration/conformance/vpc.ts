import { EC2 } from '@aws-sdk/client-ec2';
import { type Region, clients } from './clients';

export const ec2 = (region: Region) => clients.of(EC2, region);

export async function newVpc(region: Region): Promise<string> {
  const { Vpc } = await ec2(region).createVpc({ CidrBlock: '10.0.0.0/16' });
  return Vpc?.VpcId ?? '';
}

export async function newSubnets(region: Region, VpcId: string): Promise<string[]> {
  const zones = ['a', 'b', 'c'].map((letter, index) => ({
    AvailabilityZone: `${region}${letter}`,
    CidrBlock: `10.0.${index}.0/24`,
  }));
  return Promise.all(
    zones.map(async (zone) => (await ec2(region).createSubnet({ VpcId, ...zone })).Subnet?.SubnetId ?? ''),
  );
}
