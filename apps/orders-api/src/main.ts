import { ConfigError, configOf } from './config';
import { conflictLine } from './conflict-line';
import { connect } from './connect';
import { Drain } from './drain';
import { buildServer } from './server';
import { shutDown } from './shutdown';
import { startTelemetry } from './telemetry';

const EXIT_CONFIGURATION = 2;

async function main(): Promise<void> {
  const config = configOf(process.env);
  const endTelemetry = startTelemetry(process.env);
  const connections = connect(config);
  const drain = new Drain();
  const app = await buildServer(config, { ...connections, drain });
  const conflicts = connections.watchConflicts({
    onConflict: (conflict) => app.log.warn(conflictLine(conflict), 'a write was lost to another region'),
    onFailure: (why) => app.log.warn({ why }, 'conflicts are not watched'),
  });
  const release = async () => {
    await conflicts.close();
    await connections.close();
    await endTelemetry();
  };
  let isEnding = false;
  const end = (exitCode: number) => {
    if (isEnding) return;
    isEnding = true;
    shutDown({ app, drain, release }).then(
      () => process.exit(exitCode),
      (error: unknown) => {
        app.log.error({ err: error }, 'shut down badly');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', () => end(0)).on('SIGINT', () => end(0));
  process.on('unhandledRejection', (error) => app.log.error({ err: error }, 'unhandled rejection'));
  process.on('uncaughtException', (error) => {
    // What is half done stays so, so another process is better.
    app.log.fatal({ err: error }, 'uncaught exception');
    end(1);
  });
  // In a task the load balancer comes from outside; on one machine nobody else should.
  const host = config.localCloudUrl === undefined ? '0.0.0.0' : '127.0.0.1';
  await app.listen({ port: config.port, host });
  await connections.placement.start();
  await conflicts.start();
}

main().catch((error: unknown) => {
  const isConfiguration = error instanceof ConfigError;
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(isConfiguration ? EXIT_CONFIGURATION : 1);
});
