import type { ServiceOverlay } from '../../overlay';
import { jsonResponse } from '../../responses';

/** What moto lacks of the state machines that start experiments, which Terraform makes beside their templates. */
export function gameDayMachines(): ServiceOverlay {
  return {
    service: 'states',
    reason:
      'moto keeps state machines, cannot validate a definition, which Terraform asks for with every plan, and lists no versions; ministack validates, and none publishes a version.',
    handles: ({ action }) => action === 'ValidateStateMachineDefinition' || action === 'ListStateMachineVersions',
    async handle(request, context) {
      if (request.action === 'ListStateMachineVersions') return jsonResponse(request, { stateMachineVersions: [] });
      context.answeredBy('ministack');
      return context.forward(request, 'ministack');
    },
  };
}
