import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { environmentCost } from '../src/cost/environment-cost';
import { loadEnvironment } from '../src/load-environment';
import { type Loose, production } from './matrices';
import { runCommandLine } from './run-command';

describe('npm run cost', () => {
  it('prints services by regions, the total and what is left out', () => {
    const { exitCode, stdout, stderr } = runCommandLine('cost', []);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(/^SERVICE +AP-SOUTH-1 +US-EAST-1 +EU-WEST-1 +GLOBAL +TOTAL$/m);
    expect(stdout).toMatch(/^NAT gateways +122\.64 +98\.55 +105\.12 +- +326\.31$/m);
    const total = /^total .* ([\d,.]+)$/m.exec(stdout)?.[1];
    expect(stdout).toContain(`production: ${total} USD a month of 730 hours at rest, at the prices of 2025-06\n`);
    expect(stdout).toContain('\nleft out:\n- data transfer between regions');
  });

  it('prints JSON and nothing else with --json', () => {
    const { exitCode, stdout } = runCommandLine('cost', ['--environment', 'staging', '--json']);
    expect(exitCode).toBe(0);
    const printed = JSON.parse(stdout);
    expect(printed).toEqual(environmentCost(loadEnvironment('staging')));
    expect(Object.keys(printed)).toEqual([
      'environment',
      'pricesAsOf',
      'currency',
      'total',
      'regions',
      'services',
      'costs',
      'estimated',
      'leftOut',
    ]);
    expect(Object.keys(printed.regions)).toEqual(['ap-south-1', 'us-east-1', 'global']);
  });

  it('fails when a region has no prices, with 1 and no stack trace', () => {
    const folder = mkdtempSync(join(tmpdir(), 'platform-cost-'));
    try {
      const matrix: Loose = JSON.parse(JSON.stringify(production()));
      const { 'eu-west-1': ireland, ...others } = matrix['regions'];
      writeFileSync(
        join(folder, 'moved.json'),
        JSON.stringify({ ...matrix, regions: { ...others, 'eu-central-1': ireland } }),
      );
      expect(runCommandLine('cost', ['--environment', join(folder, 'moved.json')])).toEqual({
        exitCode: 1,
        stdout: '',
        stderr: 'error: no prices for eu-central-1; add the region to apps/platform/src/cost/prices.ts\n',
      });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('fails when the environment is unknown, with 2 and no stack trace', () => {
    const { exitCode, stdout, stderr } = runCommandLine('cost', ['--environment', 'prodution']);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toBe(
      "error: unknown environment 'prodution'; did you mean 'production'? Known are local, production, staging, or give the path of a .ts or .json file\n",
    );
  });
});
