import { type Command, type Options, runCommand, UsageError } from '@active-active/command-line';
import { ConstructError } from '@active-active/construct-kit';
import { EnvironmentError } from '@active-active/region-matrix';

/** Runs a command on an environment, where a mistake in the matrix is one in how the command was called. */
export async function runEnvironmentCommand<O extends Options>(command: Command<O>): Promise<void> {
  await runCommand({
    ...command,
    run: async (options) => {
      try {
        return await command.run(options);
      } catch (error) {
        if (!(error instanceof EnvironmentError || error instanceof ConstructError)) throw error;
        const { message, problems } = error;
        throw new UsageError(problems.length === 1 ? message : `${problems.length} problems\n${message}`);
      }
    },
  });
}
