import * as fc from 'fast-check';
import { cronProblem } from '../src/cron';

const EXAMPLE = "'cron(0 10 ? 2,5,8,11 TUE#2 *)'";

test.each([
  'cron(0 10 ? 2,5,8,11 TUE#2 *)',
  'cron(0/15 8-17 ? * MON-FRI *)',
  'cron(0 10 1 JAN,APR,JUL,OCT ? 2026-2030)',
  'cron(30 4 L * ? *)',
  'cron(30 4 15W 1/3 ? *)',
  'cron(30 4 ? * 6L *)',
  'cron(30 4 ? * FRIL *)',
  'cron(*/10 * * * ? *)',
])('%s is accepted', (expression) => {
  expect(cronProblem('schedule', expression)).toBe(false);
});

test.each([
  ['0 10 1 * ? *', `is no cron expression; give one such as ${EXAMPLE}`],
  [
    'cron(0 10 1 * ?)',
    `has 5 fields, and EventBridge Scheduler reads 6: minutes, hours, day-of-month, month, day-of-week, year; give one such as ${EXAMPLE}`,
  ],
  ['cron(60 10 1 * ? *)', `has the minutes '60'; give values from 0 to 59, as in ${EXAMPLE}`],
  ['cron(0 24 1 * ? *)', `has the hours '24'; give values from 0 to 23, as in ${EXAMPLE}`],
  ['cron(0 10 32 * ? *)', `has the day-of-month '32'; give values from 1 to 31, as in ${EXAMPLE}`],
  ['cron(0 10 1 SMARCH ? *)', `has the month 'SMARCH'; give values from 1 to 12, as in ${EXAMPLE}`],
  ['cron(0 10 ? * TUE#6 *)', `has the day-of-week 'TUE#6'; give values from 1 to 7, as in ${EXAMPLE}`],
  ['cron(0 10 ? * 0 *)', `has the day-of-week '0'; give values from 1 to 7, as in ${EXAMPLE}`],
  ['cron(0 10 1 * ? 1969)', `has the year '1969'; give values from 1970 to 2199, as in ${EXAMPLE}`],
  ['cron(0 17-8 1 * ? *)', `has the hours '17-8'; give values from 0 to 23, as in ${EXAMPLE}`],
  ['cron(0/0 10 1 * ? *)', `has the minutes '0/0'; give values from 0 to 59, as in ${EXAMPLE}`],
  ['cron(0 10 1,, * ? *)', `has the day-of-month '1,,'; give values from 1 to 31, as in ${EXAMPLE}`],
  [
    'cron(0 10 1 * MON *)',
    `must have '?' for either day-of-month or day-of-week, which would contradict each other; give one such as ${EXAMPLE}`,
  ],
  [
    'cron(0 10 ? * ? *)',
    `must have '?' for either day-of-month or day-of-week, which would contradict each other; give one such as ${EXAMPLE}`,
  ],
])('fails when the expression is %s', (expression, problem) => {
  expect(cronProblem('schedule', expression)).toBe(`schedule '${expression}' ${problem}`);
});

test('a value is accepted if and only if it is in the range of its field', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 99 }), (value) => {
      expect(cronProblem('schedule', `cron(${value} 1 1 * ? *)`) === false).toBe(value <= 59);
      expect(cronProblem('schedule', `cron(1 ${value} 1 * ? *)`) === false).toBe(value <= 23);
      expect(cronProblem('schedule', `cron(1 1 ${value} * ? *)`) === false).toBe(value >= 1 && value <= 31);
    }),
  );
});
