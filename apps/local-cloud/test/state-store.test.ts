import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StateStore } from '../src/gateway/state-store';
import { temporaryDirectory } from './support/temporary';

const scope = { service: 'ecs', account: '123456789012', region: 'us-east-1' };

test('what was updated is on disk before update returns: another store reads it', () => {
  const directory = temporaryDirectory();
  const count = new StateStore(directory).view(scope).document('count', { value: 0 });
  expect(count.update((draft) => (draft.value += 1))).toBe(1);
  expect(new StateStore(directory).view(scope).document('count', { value: 0 }).read()).toEqual({ value: 1 });
});

test('scopes are apart, documents of one scope share a file', () => {
  const directory = temporaryDirectory();
  const store = new StateStore(directory);
  const here = store.view(scope);
  here.document<Record<string, number>>('a', {}).update((draft) => (draft['x'] = 1));
  here.document<Record<string, number>>('b', {}).update((draft) => (draft['y'] = 2));
  expect(here.at({ region: 'eu-west-1' }).document('a', {}).read()).toEqual({});
  expect(here.document('a', {}).read()).toEqual({ x: 1 });
  expect(readdirSync(join(directory, '123456789012', 'us-east-1'))).toEqual(['ecs.json']);
  expect(store.regionsOf('123456789012', 'ecs')).toEqual(['us-east-1']);
});

test('a change that throws keeps nothing, and a read is a copy', () => {
  const document = new StateStore(temporaryDirectory()).view(scope).document<{ list: number[] }>('a', { list: [] });
  expect(() =>
    document.update((draft) => {
      draft.list.push(1);
      throw new Error('no');
    }),
  ).toThrow('no');
  document.read().list.push(2);
  expect(document.read()).toEqual({ list: [] });
});

test('a name off the wire stays inside the directory', () => {
  const directory = temporaryDirectory();
  const view = new StateStore(directory).view({ ...scope, region: '../../escape' });
  view.document<Record<string, number>>('a', {}).update((draft) => (draft['x'] = 1));
  expect(readdirSync(directory)).toEqual(['123456789012']);
});

test('fails when a file was damaged, instead of forgetting what it held', () => {
  const directory = temporaryDirectory();
  new StateStore(directory)
    .view(scope)
    .document<Record<string, number>>('a', {})
    .update((draft) => (draft['x'] = 1));
  writeFileSync(join(directory, '123456789012/us-east-1/ecs.json'), '{"a":');
  expect(() => new StateStore(directory).view(scope).document('a', {}).read()).toThrow(SyntaxError);
});
