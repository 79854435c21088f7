import { Links } from '../src/links';

test('a link stands still until the last who wanted it has ended', async () => {
  const calls: string[] = [];
  const faults = { regions: {}, links: [] };
  const links = new Links({
    faultLink: (from, to) => Promise.resolve(calls.push(`pause ${from}>${to}`)).then(() => faults),
    clearLink: (from, to) => Promise.resolve(calls.push(`clear ${from}>${to}`)).then(() => faults),
  });
  const end = await links.pause('a', 'b');
  const endOther = await links.pause('a', 'b');
  const endBack = await links.pause('b', 'a');
  await end();
  expect(calls).toEqual(['pause a>b', 'pause a>b', 'pause b>a']);
  await endOther();
  await endBack();
  expect(calls.slice(3)).toEqual(['clear a>b', 'clear b>a']);
});
