import { processesOfGroup } from '@active-active/local-cloud';

/**
 * Kills what a Terraform process that is gone has left of its process group: its provider plugins, which live on when
 * their parent is killed. Processes of another name are left alone, since the group's number may have been used again.
 */
export function killLeftovers(group: number): void {
  for (const { pid, name } of processesOfGroup(group)) {
    if (!name.startsWith('terraform')) continue;
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended in the meantime.
    }
  }
}
