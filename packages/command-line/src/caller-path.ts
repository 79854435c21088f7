import { resolve } from 'node:path';

/** A path as the user meant it: `npm run` changes to the root of the repository, and leaves word of where it was called. */
export function callerPath(path: string): string {
  return resolve(process.env['INIT_CWD'] ?? process.cwd(), path);
}
