import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import provider from '@cdktf/provider-aws/package.json';
import { findMirror, providerInstallation } from '../src/setup/provider-installation';
import { temporaryDirectory } from './support/temporary';

const { version } = provider.cdktf.provider;
const target = `${process.platform}_${process.arch === 'x64' ? 'amd64' : process.arch}`;
const unpacked = `${version}/${target}/terraform-provider-aws_v${version}_x5`;
const packed = `terraform-provider-aws_${version}_${target}.zip`;

/** Puts a file of a provider into a mirror. */
function put(mirror: string, file: string): string {
  const path = join(mirror, 'registry.terraform.io/hashicorp/aws', file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, '');
  return mirror;
}

test.each([unpacked, packed])('a folder with the provider that the stacks ask for is a mirror: %s', (file) => {
  const root = temporaryDirectory();
  const mirror = put(join(root, 'a/b/c'), file);
  expect(findMirror([join(root, 'nowhere'), root])).toBe(mirror);
});

test.each([
  `5.99.0/${target}/terraform-provider-aws_v5.99.0_x5`,
  `${version}/plan9_mips/terraform-provider-aws_v${version}_x5`,
  `terraform-provider-aws_5.99.0_${target}.zip`,
])('a cache without it is none, and the search goes on: %s', (file) => {
  const root = temporaryDirectory();
  put(join(root, 'a-cache'), file);
  mkdirSync(join(root, 'an-empty-cache/registry.terraform.io'), { recursive: true });
  expect(findMirror([root])).toBeUndefined();
  const mirror = put(join(root, 'mirror'), unpacked);
  expect(findMirror([root])).toBe(mirror);
});

test("the user's own configuration of Terraform stays in charge", () => {
  const [HOME, scratch] = [temporaryDirectory(), temporaryDirectory()];
  put(join(HOME, '.terraform.d/plugins'), unpacked);
  writeFileSync(join(HOME, '.terraformrc'), '');
  expect(providerInstallation(scratch, { HOME })).toEqual({ HOME });
  // One that is named and does not exist is as good as none.
  expect(providerInstallation(scratch, { HOME, TF_CLI_CONFIG_FILE: '/nowhere' })).toEqual({ HOME });
  const named = { HOME, TF_CLI_CONFIG_FILE: join(HOME, '.terraformrc'), TF_PLUGIN_MIRROR: '/mirror' };
  expect(providerInstallation(scratch, named)).toEqual(named);
});

test('a mirror that is named is taken as it is', () => {
  const [HOME, scratch] = [temporaryDirectory(), temporaryDirectory()];
  writeFileSync(join(HOME, '.terraformrc'), '');
  const { TF_CLI_CONFIG_FILE: file } = providerInstallation(scratch, { HOME, TF_PLUGIN_MIRROR: '/the mirror' });
  expect(readFileSync(file ?? '', 'utf8')).toContain('path = "/the mirror"');
});
