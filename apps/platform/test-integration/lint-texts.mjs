// Lints texts as if they stood in files of the repository. Reads [{file, text}] as JSON from standard input, and prints
// the rules that each breaks.
import { text as textOf } from 'node:stream/consumers';
import { ESLint } from 'eslint';

const eslint = new ESLint();
const broken = [];
for (const { file, text } of JSON.parse(await textOf(process.stdin))) {
  const [result] = await eslint.lintText(text, { filePath: file });
  broken.push([...new Set(result.messages.map(({ ruleId }) => ruleId))]);
}
process.stdout.write(JSON.stringify(broken));
