import { runCommandLine } from '../test/run-command';

test('checkov finds nothing in production and staging that is not decided, and every decision is needed', () => {
  const { exitCode, stdout, stderr } = runCommandLine('policy', ['--json']);
  expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
  const { environments } = JSON.parse(stdout);
  expect(environments.map((each: { environment: string }) => each.environment)).toEqual(['production', 'staging']);
  for (const { violations, checkov } of environments) {
    expect(violations).toEqual([]);
    expect(checkov.passed).toBeGreaterThan(300);
    expect(checkov.findings.filter((finding: { suppressed?: object }) => finding.suppressed === undefined)).toEqual([]);
  }
});

test('staging alone passes, although it lacks what production has decisions for', () => {
  expect(runCommandLine('policy', ['--environment', 'staging'])).toMatchObject({
    exitCode: 0,
    stderr: 'staging: checking\n',
  });
});
