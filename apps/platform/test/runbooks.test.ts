import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type AwsRegion, type Environment, regionsOf } from '@active-active/region-matrix';
import { REPOSITORY } from '../src/app';
import { loadEnvironment } from '../src/load-environment';
import { awsProblems } from './aws-operations';
import { type ComposedNames, composedNames, expanded } from './composed-names';
import { production } from './matrices';
import { npmProblems } from './npm-commands';
import { type ShellCommand, shellCommandsIn } from './shell-commands';

const FOLDER = join(REPOSITORY, 'docs/runbooks');
const pages = readdirSync(FOLDER);
const runbooks = pages.filter((page) => page !== 'README.md');
const read = (page: string) => readFileSync(join(FOLDER, page), 'utf8');

const environments = { production: production(), local: loadEnvironment('local') };
type Target = keyof typeof environments;
const composed: Readonly<Record<Target, ComposedNames>> = {
  // Canaries are off by default, and have runbooks all the same.
  production: composedNames(production((matrix) => (matrix['canaries'] = true))),
  local: composedNames(environments.local),
};

/** Programs that are no part of AWS or of this repository. */
const COMMON = ['curl', 'date', 'dig', 'eval', 'export', 'sleep'];

function problemsOf(command: ShellCommand): readonly string[] {
  const [program = '', file = ''] = command;
  if (program === 'aws') return awsProblems(command);
  if (program === 'npm') return npmProblems(command);
  if (program === 'node') return existsSync(join(REPOSITORY, file)) ? [] : [`there is no ${file}`];
  return COMMON.includes(program) ? [] : [`nothing here knows '${program}'`];
}

function option(command: ShellCommand, name: string): string | undefined {
  const index = command.indexOf(`--${name}`);
  return index === -1 ? undefined : command[index + 1];
}

/** Words of a page's code, in blocks and in line, that look like names of an environment's resources. */
function namesOn(page: string): readonly (readonly [Target, string])[] {
  const code = [...read(page).matchAll(/```sh\n([^]*?)```|`([^`\n]+)`/g)].map(([, block, line]) => block ?? line ?? '');
  const words = code.flatMap((text) => text.split(/[\s"'`=,;()[\]{}|$]+/));
  return words
    .filter((word) => !word.startsWith('--'))
    .map((word) => (word.startsWith('arn:') ? word.slice(word.lastIndexOf(':') + 1) : word))
    .flatMap((word) => {
      const [, target] = /(?:^|[/-])(production|local)-(?!cloud)/.exec(word) ?? [];
      // 'production-global-' stands for all names that begin so.
      return target === undefined || word.endsWith('-') ? [] : [[target as Target, word] as const];
    });
}

describe.each(pages)('%s', (page) => {
  const commands = shellCommandsIn(read(page));

  it('has only commands that exist, with the options that they take and need', () => {
    const wrong = commands.map((command) => [command.join(' '), problemsOf(command)] as const);
    expect(commands.length).toBeGreaterThan(0);
    expect(wrong.filter(([, problems]) => problems.length > 0)).toEqual([]);
  }, 60_000);

  it('names only what the matrix composes', () => {
    const unknown = namesOn(page).filter(
      ([target, name]) => !expanded(name, environments[target]).some((each) => composed[target].names.has(each)),
    );
    expect(unknown).toEqual([]);
  });

  it('names only regions and hosts of the matrix', () => {
    const { names } = composed.production;
    const hosts = [...read(page).matchAll(/[\w.-]+\.myapp\.com/g)].map(([host]) => host);
    expect(hosts.filter((host) => !names.has(host))).toEqual([]);
    const regions = [...read(page).matchAll(/\b[a-z]{2}-[a-z]+-\d\b/g)].map(([region]) => region);
    expect(regions.filter((region) => !regionsOf(environments.production).includes(region as AwsRegion))).toEqual([]);
  });

  it('asks each region only for what is there', () => {
    const elsewhere = commands.filter((command) => {
      const { regions } = environments.production;
      const region = option(command, 'region') as AwsRegion | undefined;
      const keys = Object.values(regions).filter(({ key }) => new RegExp(`-${key}\\b`).test(command.join(' ')));
      return region !== undefined && keys.some(({ key }) => key !== regions[region]?.key);
    });
    expect(elsewhere).toEqual([]);
  });

  it('turns each switch where Route 53 looks for it', () => {
    const wrong = commands.filter((command) => {
      const [, region] = /^evacuate\/(.*)$/.exec(option(command, 'key') ?? '') ?? [];
      if (region === undefined) return false;
      const target = option(command, 'bucket')?.startsWith('local') ? 'local' : 'production';
      const { bucket, holder } = switchOf(environments[target], region as AwsRegion);
      return option(command, 'bucket') !== bucket || option(command, 'region') !== holder;
    });
    expect(wrong).toEqual([]);
  });

  it('links to pages that exist', () => {
    const links = [...read(page).matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, link]) => link ?? '');
    expect(links.filter((link) => !existsSync(join(FOLDER, link)))).toEqual([]);
  });

  it('names only stacks that there are', () => {
    const patterns = commands.map((command) => option(command, 'stack')).filter((pattern) => pattern !== undefined);
    const matches = (pattern: string) =>
      composed.local.stacks.some((stack) => new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(stack));
    expect(patterns.filter((pattern) => !matches(pattern))).toEqual([]);
  });
});

function switchOf(
  { derived }: Environment,
  region: AwsRegion,
): { readonly bucket: string; readonly holder: AwsRegion } {
  const { evacuationSwitchRegion: holder } = derived.regions[region];
  return { bucket: derived.regions[holder].names.bucketEvacuationSwitch, holder };
}

it.each(runbooks)('%s says when, whether, what, how to tell and how to undo', (page) => {
  const headings = [...read(page).matchAll(/^## (.*)$/gm)].map(([, heading]) => heading);
  expect(headings).toEqual(['Symptoms', 'Decision', 'Commands', 'Verify', 'Undo']);
});

it('every alarm that pages is in a runbook', () => {
  const named = runbooks.flatMap(namesOn).flatMap(([target, name]) => expanded(name, environments[target]));
  const { pagingAlarms } = composed.production;
  expect(pagingAlarms).toEqual(
    expect.arrayContaining(['production-use1-region-impaired', 'production-euw1-canary-global']),
  );
  expect(pagingAlarms.filter((alarm) => !named.includes(alarm))).toEqual([]);
});

it('the index leads to every runbook, and tells where each switch is', () => {
  const index = read('README.md');
  expect(runbooks.filter((page) => !index.includes(`](${page})`))).toEqual([]);
  const { production: environment } = environments;
  const rows = regionsOf(environment).map((region) => {
    const { bucket, holder } = switchOf(environment, region);
    return [region, environment.regions[region].key, holder, bucket];
  });
  const table = [...index.matchAll(/^\| `([a-z0-9-]+)` +\| `(\w+)` +\| `([a-z0-9-]+)` +\| `([\w-]+)` +\|$/gm)];
  expect(table.map(([, ...cells]) => cells)).toEqual(rows);
});

it('the list of home regions is in the order that the commands count on', () => {
  const position = [...regionsOf(environments.production)].sort().indexOf('us-east-1');
  const updates = runbooks
    .flatMap((page) => shellCommandsIn(read(page)))
    .map((command) => option(command, 'update-expression'))
    .filter((expression) => expression !== undefined);
  expect(new Set(updates)).toEqual(new Set([`SET regions[${position}].weight = :weight`]));
});

describe('a command that does not exist', () => {
  it.each([
    ['aws s3api put-objekt --bucket b', "s3api has no operation 'put-objekt'"],
    ['aws s3api put-object --bucket b --kee k', 'put-object takes no --kee', 'put-object needs Key'],
    ['aws fis stop-experiment', 'stop-experiment needs id'],
    ['aws quantum list-devices', "no SDK package of 'quantum' is installed"],
    ["aws dynamodb get-item --table-name t --key '{pk}'", '{pk} is no JSON'],
    ['npm run evacuate', 'there is no npm run evacuate'],
    ['npm run plan --region eu-west-1', 'plan needs -- before --region'],
    ['npm run plan -- --regoin eu-west-1', 'plan takes no --regoin'],
    ['npm run local -- fault regoin us-east-1', 'no fault regoin'],
    ['node packages/dns/nothing.mjs', 'there is no packages/dns/nothing.mjs'],
    ['kubectl get pods', "nothing here knows 'kubectl'"],
    ['X=$(aws fis list-experimentz)', "fis has no operation 'list-experimentz'"],
  ])(
    'is found: %s',
    (line, ...problems) => {
      expect(shellCommandsIn(`\`\`\`sh\n${line}\n\`\`\``).flatMap(problemsOf)).toEqual(problems);
    },
    60_000,
  );
});
