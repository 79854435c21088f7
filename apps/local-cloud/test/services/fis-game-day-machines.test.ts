import { responseJson } from '../../src/gateway/aws-request';
import { gameDayMachines } from '../../src/gateway/services/fis/game-day-machines';
import { OverlayBench } from '../support/overlays';
import { jsonRequest } from '../support/requests';

const call = (action: string) => jsonRequest('states', `AWSStepFunctions.${action}`, { definition: '{}' });

test('a definition is validated by the emulator that can', async () => {
  const bench = new OverlayBench(() => ({ result: 'OK', diagnostics: [] }));
  const request = call('ValidateStateMachineDefinition');
  expect(responseJson(await gameDayMachines().handle(request, bench.context(request)))).toEqual({
    result: 'OK',
    diagnostics: [],
  });
  expect(bench.forwarded).toEqual([request]);
  expect(bench.answerer).toBe('ministack');
});

test('a state machine has no versions', async () => {
  const bench = new OverlayBench(() => ({}));
  const request = call('ListStateMachineVersions');
  expect(responseJson(await gameDayMachines().handle(request, bench.context(request)))).toEqual({
    stateMachineVersions: [],
  });
});

test('state machines themselves are left to moto', () => {
  expect(gameDayMachines().handles(call('CreateStateMachine'))).toBe(false);
});
