import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { freePort } from '@active-active/local-cloud';

const MAIN = join(__dirname, '..', '..', 'src', 'main.ts');

/** The service as a process of its own, with an environment and nothing of the test's. */
export class ApiProcess {
  private output = '';
  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
  ) {
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (data) => (this.output += String(data)));
  }

  /** @param ownPort - instead of the one that the variables say; @default - one that is free on this machine */
  static async start(variables: Readonly<Record<string, string>>, ownPort?: number): Promise<ApiProcess> {
    const port = ownPort ?? (await freePort());
    const child = spawn(
      process.execPath,
      ['--conditions=@active-active/source', '--import', require.resolve('tsx'), MAIN],
      {
        env: {
          PATH: process.env['PATH'],
          // Credentials and a table that are not there: no test reaches AWS.
          AWS_ACCESS_KEY_ID: 'none',
          AWS_SECRET_ACCESS_KEY: 'none',
          AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
          ...variables,
          PORT: String(port),
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    return new ApiProcess(child, `http://127.0.0.1:${port}`);
  }

  get log(): string {
    return this.output;
  }

  /** The exit code. */
  async ended(): Promise<number | null> {
    if (this.child.exitCode === null && this.child.signalCode === null) await once(this.child, 'exit');
    return this.child.exitCode;
  }

  signal(name: NodeJS.Signals): void {
    this.child.kill(name);
  }
}
