import { messageOf } from '../../../errors';
import type { OverlayHost } from '../../overlay';
import { ownCall } from '../../own-call';
import { STOP_TASK } from './effects';
import { type ActionRun, type Experiment, targetsOf } from './model';

/** Stops the real tasks of the actions that an experiment has just begun. Which others there are, no one but FIS knows. */
export function stopTasks(host: OverlayHost, former: Experiment, experiment: Experiment): void {
  const begun = Object.entries(experiment.actions)
    .filter(([name, { startTime }]) => startTime !== undefined && former.actions[name]?.startTime === undefined)
    .map(([, action]) => action)
    .filter(({ actionId }) => actionId === STOP_TASK);
  for (const task of begun.flatMap((action: ActionRun) => targetsOf(experiment, action))) {
    if (task.isRealTask === true)
      stopTask(host, task.arn, experiment.id).catch((error: unknown) =>
        host.log(`fis: ${task.arn}: ${messageOf(error)}`),
      );
  }
}

/** @param arn - 'arn:aws:ecs:<region>:<account>:task/<cluster>/<id>' */
async function stopTask(host: OverlayHost, arn: string, experimentId: string): Promise<void> {
  const [, , , region = '', account = '', resource = ''] = arn.split(':');
  const call = ownCall({ service: 'ecs', account, region }, 'json');
  await host.call(
    {
      ...call,
      action: 'StopTask',
      headers: { ...call.headers, 'x-amz-target': 'AmazonEC2ContainerServiceV20141113.StopTask' },
      body: Buffer.from(
        JSON.stringify({
          cluster: resource.split('/')[1],
          task: arn,
          reason: `stopped by the FIS experiment ${experimentId}`,
        }),
      ),
    },
    'moto',
  );
}
