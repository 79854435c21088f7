import { BaseStack, type BaseStackProps, MINIMUM_TERRAFORM_VERSION } from '@active-active/construct-kit';
import { Template, testApp } from '@active-active/testing';

const props: BaseStackProps = {
  environment: 'production',
  account: '111122223333',
  region: 'eu-west-1',
  state: { type: 's3', bucket: 'production-tfstate-euw1-111122223333', region: 'eu-west-1' },
};

const stack = (overrides: Partial<BaseStackProps> = {}, id = 'network-eu-west-1', app = testApp()) =>
  new BaseStack(app, id, { ...props, ...overrides });

describe('BaseStack', () => {
  it('keeps its state in the given bucket, encrypted and locked by a file', () => {
    expect(Template.ofStack(stack()).json['terraform'].backend.s3).toEqual({
      bucket: 'production-tfstate-euw1-111122223333',
      encrypt: true,
      key: 'production/network-eu-west-1.tfstate',
      region: 'eu-west-1',
      use_lockfile: true,
    });
  });

  it('keeps local state in a file of its own', () => {
    const template = Template.ofStack(stack({ state: { type: 'local', directory: '../../../.state/local' } }));
    expect(template.json['terraform'].backend).toEqual({
      local: { path: '../../../.state/local/network-eu-west-1.tfstate' },
    });
  });

  it('asks for the first Terraform whose S3 backend locks with a file', () => {
    expect(Template.ofStack(stack()).json['terraform'].required_version).toBe(`>= ${MINIMUM_TERRAFORM_VERSION}`);
  });

  it('refuses credentials of another account and tags every resource', () => {
    const template = Template.ofStack(stack({ tags: { CostCentre: 'shop' } }));
    expect(template.json['provider'].aws).toEqual([
      {
        allowed_account_ids: ['111122223333'],
        default_tags: [
          {
            tags: {
              CostCentre: 'shop',
              Environment: 'production',
              ManagedBy: 'terraform',
              Stack: 'network-eu-west-1',
            },
          },
        ],
        region: 'eu-west-1',
      },
    ]);
  });

  it('adds an aliased provider once for another region and counts it among those a plan calls', () => {
    const subject = stack();
    expect(subject.provider('us-east-1')).toBe(subject.provider('us-east-1'));
    expect(subject.providerRegions).toEqual(['eu-west-1', 'us-east-1']);
    const providers = Template.ofStack(subject).json['provider'].aws;
    expect(providers.map(({ region, alias }: { region: string; alias?: string }) => ({ region, alias }))).toEqual([
      { region: 'eu-west-1', alias: undefined },
      { region: 'us-east-1', alias: 'us-east-1' },
    ]);
  });

  describe('dependsOn', () => {
    it('knows direct and indirect dependencies, and nothing else', () => {
      const app = testApp();
      const [a, b, c] = ['a', 'b', 'c'].map((id) => stack({}, id, app));
      b!.addDependency(a!);
      c!.addDependency(b!);
      expect([c!.dependsOn(a!), b!.dependsOn(a!), a!.dependsOn(c!), a!.dependsOn(a!)]).toEqual([
        true,
        true,
        false,
        false,
      ]);
    });

    it('refuses a cycle', () => {
      const app = testApp();
      const [a, b] = ['a', 'b'].map((id) => stack({}, id, app));
      b!.addDependency(a!);
      expect(() => a!.addDependency(b!)).toThrow(/circular/i);
    });

    it('visits each stack at most once in a dense graph of 32 stacks', () => {
      const app = testApp();
      const stacks = Array.from({ length: 32 }, (_, index) => stack({}, `region-${index}`, app));
      let visits = 0;
      for (const each of stacks) {
        const dependencies = each.dependencies;
        Object.defineProperty(each, 'dependencies', {
          get: () => {
            visits += 1;
            return dependencies;
          },
        });
      }
      stacks.forEach((each, index) => stacks.slice(0, index).forEach((earlier) => dependencies(each).push(earlier)));
      visits = 0;
      expect(stacks[31]!.dependsOn(stack({}, 'elsewhere', app))).toBe(false);
      expect(visits).toBe(32);
    });
  });
});

const dependencies = (each: BaseStack) => each.dependencies;
