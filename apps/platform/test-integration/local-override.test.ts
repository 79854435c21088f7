import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { trustProviders } from '../src/terraform/initialisation';
import { LOCAL_OVERRIDE, placeOverride } from '../src/terraform/local-override';
import { providerInstallation } from '@active-active/local-cloud';
import { Terraform } from '../src/terraform/terraform';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'platform-override-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A queue of a provider that has an alias and this region; the region of no AWS is refused before anything is called. */
function template(region: string): string {
  return JSON.stringify({
    terraform: { required_providers: { aws: { source: 'aws', version: '5.100.0' } } },
    provider: { aws: [{ alias: 'there', region }] },
    resource: { aws_sqs_queue: { orders: { name: 'orders', provider: 'aws.there' } } },
  });
}

describe('the override, as Terraform merges it', () => {
  it('reaches each provider by its alias, and takes nothing away from it', async () => {
    const terraform = Terraform.find({
      ...providerInstallation(folder),
      AWS_ACCESS_KEY_ID: 'x',
      AWS_SECRET_ACCESS_KEY: 'x',
      AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
      AWS_MAX_ATTEMPTS: '1',
    });
    const plan = async () => (await terraform.run(folder, ['plan', '-input=false', '-no-color'])).output;
    writeFileSync(join(folder, 'cdk.tf.json'), template('nowhere-1'));
    placeOverride(folder);
    expect(await terraform.run(folder, ['init', '-input=false', '-no-color'])).toMatchObject({ exitCode: 0 });
    expect(await plan()).toContain('invalid AWS Region: nowhere-1');

    // Without the checksums that Terraform would check at each command, and with them again after an initialisation.
    const lock = () => readFileSync(join(folder, '.terraform.lock.hcl'), 'utf8');
    const verified = lock();
    expect(verified).toMatch(/h1:/);
    trustProviders(folder);
    expect(lock()).not.toMatch(/hashes|h1:/);
    expect(await plan()).toContain('invalid AWS Region: nowhere-1');
    expect(await terraform.run(folder, ['init', '-input=false', '-no-color'])).toMatchObject({ exitCode: 0 });
    expect(lock()).toBe(verified);

    const override = (block: object) =>
      writeFileSync(join(folder, LOCAL_OVERRIDE), JSON.stringify({ provider: { aws: [block] } }));
    override({ alias: 'there', region: 'nowhere-2' });
    expect(await plan()).toContain('invalid AWS Region: nowhere-2');
    override({ alias: 'elsewhere', max_retries: 4 });
    expect(await plan()).toContain('Missing base provider configuration for override');
  });
});
