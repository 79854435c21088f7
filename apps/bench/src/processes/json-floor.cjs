// The least that a synthesis in node costs: start, and write the same stacks as JSON.
const { readdirSync, readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');

const stacks = join(process.argv[2], 'stacks');
for (const name of readdirSync(stacks)) {
  const file = join(stacks, name, 'cdk.tf.json');
  writeFileSync(`${file}.copy`, JSON.stringify(JSON.parse(readFileSync(file, 'utf8')), undefined, 2));
}
