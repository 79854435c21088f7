import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from '../src/app';

const folder = join(REPOSITORY, '.github/workflows');

describe.each(readdirSync(folder))('.github/workflows/%s', (name) => {
  const text = readFileSync(join(folder, name), 'utf8');

  it('pins every action by its commit, and says the version', () => {
    const uses = [...text.matchAll(/uses: (.+)/g)].map(([, action]) => action ?? '');
    expect(uses.length).toBeGreaterThan(0);
    for (const action of uses) expect(action).toMatch(/^[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  it('grants nothing to all jobs, and leaves no credentials in the checkout', () => {
    expect(text).toMatch(/^permissions: \{\}$/m);
    expect(text.match(/actions\/checkout@/g)?.length).toBe(text.match(/persist-credentials: false/g)?.length);
  });

  it('puts nothing of an event into a shell, and never runs a fork with secrets', () => {
    expect(text).not.toMatch(/run:[^\n]*\$\{\{\s*github\.event/);
    expect(text).not.toContain('pull_request_target');
  });
});

describe('ci', () => {
  const text = readFileSync(join(folder, 'ci.yml'), 'utf8');

  it('does what lands a change, on every supported Node', () => {
    expect(text).toContain("node: ['20', '22']");
    expect(text).toContain('run: .ci/run');
    expect(readFileSync(join(REPOSITORY, '.ci/run'), 'utf8')).toContain('npm ci && npm test\n');
    expect(readFileSync(join(REPOSITORY, 'README.md'), 'utf8')).toContain('npm ci && npm test ');
  });

  it('runs the Terraform that the repository pins', () => {
    const version = readFileSync(join(REPOSITORY, '.terraform-version'), 'utf8').trim();
    expect(text).toContain(`terraform_version: ${version}\n`);
    expect(readFileSync(join(REPOSITORY, 'mise.toml'), 'utf8')).toContain(`terraform = "${version}"`);
  });
});
