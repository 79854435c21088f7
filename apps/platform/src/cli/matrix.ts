import { EXIT } from '@active-active/command-line';
import { environmentJsonSchema } from '@active-active/region-matrix';
import { DEFAULT_ENVIRONMENT, loadEnvironment } from '../load-environment';
import { runEnvironmentCommand } from './environment-command';

void runEnvironmentCommand({
  help: `
Prints the validated region matrix as JSON, with its defaults and all that is computed from it (\`derived\`).
The output is itself a matrix: --environment FILE.json takes it again, and computes \`derived\` anew.

Usage: npm run --silent matrix -- [options]

  --environment NAME|PATH  known name, .ts file or .json file (default: ${DEFAULT_ENVIRONMENT})
  --schema                 print the JSON Schema of a matrix instead
  --help                   print this text

Exit codes: 0 printed, 2 unknown environment or bad matrix (all problems on stderr)
`,
  options: {
    environment: { type: 'string', default: DEFAULT_ENVIRONMENT },
    schema: { type: 'boolean', default: false },
  },
  run: ({ environment, schema }) => {
    const printed = schema ? environmentJsonSchema() : loadEnvironment(environment);
    process.stdout.write(`${JSON.stringify(printed, undefined, 2)}\n`);
    return EXIT.ok;
  },
});
