import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LOCAL_OVERRIDE, localOverride, placeOverride } from '../src/terraform/local-override';

const PROVIDER = { s3_use_path_style: true, max_retries: 4 };
const BACKEND = { use_path_style: true, max_retries: 4 };

describe('localOverride', () => {
  it('has a block for each provider, by its alias, and repeats nothing else of it', () => {
    const aws = [{ region: 'us-east-1' }, { alias: 'eu-west-1', region: 'eu-west-1' }];
    expect(localOverride({ provider: { aws } })).toMatchObject({
      provider: { aws: [PROVIDER, { alias: 'eu-west-1', ...PROVIDER }] },
    });
  });

  it('repeats an S3 backend and the S3 states that are read, since Terraform replaces them whole', () => {
    const s3 = { bucket: 'b', key: 'local/x.tfstate', region: 'eu-west-1', use_lockfile: true };
    const config = { bucket: 'b', key: 'local/up.tfstate', region: 'eu-west-1' };
    const data = { terraform_remote_state: { up: { backend: 's3', config } } };
    expect(localOverride({ terraform: { backend: { s3 } }, data })).toMatchObject({
      terraform: { backend: { s3: { ...s3, ...BACKEND } } },
      data: { terraform_remote_state: { up: { config: { ...config, ...BACKEND } } } },
    });
  });

  it('leaves state in files alone', () => {
    const data = { terraform_remote_state: { up: { backend: 'local', config: { path: 'x' } } } };
    expect(Object.keys(localOverride({ terraform: { backend: { local: { path: 'y' } } }, data }))).toEqual(['//']);
  });
});

describe('placeOverride', () => {
  it('writes beside the template, which it leaves as it is', () => {
    const folder = mkdtempSync(join(tmpdir(), 'platform-override-'));
    try {
      const template = '{"provider": {"aws": [{"region": "us-east-1"}]}}';
      writeFileSync(join(folder, 'cdk.tf.json'), template);
      placeOverride(folder);
      expect(JSON.parse(readFileSync(join(folder, LOCAL_OVERRIDE), 'utf8'))).toMatchObject({
        provider: { aws: [PROVIDER] },
      });
      expect(readFileSync(join(folder, 'cdk.tf.json'), 'utf8')).toBe(template);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
