import { roleArn, roleArnProblem } from '@active-active/construct-kit';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { Template } from '@active-active/testing';
import fc from 'fast-check';

const account = '111122223333';
const problem = (arn: string, of = account) => roleArnProblem('taskRoleArn', arn, of, 'orders-task');

describe('roleArn', () => {
  it('is computed from account and name', () => {
    expect(roleArn(account, 'orders-task')).toBe('arn:aws:iam::111122223333:role/orders-task');
  });
});

describe('roleArnProblem', () => {
  it('accepts a role of the account, of any name and path', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^(?:[\w+=,.@-]{1,9}\/){0,2}[\w+=,.@-]{1,64}$/), (name) => {
        expect(problem(roleArn(account, name))).toBe(false);
      }),
    );
  });

  it.each([
    'orders-task',
    '',
    'arn:aws:iam::111122223333:role/',
    'arn:aws:iam::111122223333:role/*',
    'arn:aws:iam::111122223333:user/orders-task',
    'arn:aws:iam::444455556666:role/orders-task',
  ])("fails when the ARN is not that of a role of the account: '%s'", (arn) => {
    expect(problem(arn)).toBe(
      `taskRoleArn '${arn}' is not the plain ARN of a role of account 111122223333, and AWS passes a service no other; compute it from the role's name, such as 'arn:aws:iam::111122223333:role/orders-task'`,
    );
  });

  it('fails when the ARN is a reference, by which a plan would read the state of another stack', () => {
    let reference = '';
    Template.of((scope) => {
      reference = new IamRole(scope, 'role', { assumeRolePolicy: '{}' }).arn;
    });
    for (const arn of [reference, '${aws_iam_role.orders.arn}']) {
      expect(problem(arn)).toBe(
        "taskRoleArn is a value that is known only at apply, so a plan would read IAM or another stack's state, which is out of reach while the region of either is dark; compute it from the role's name, such as 'arn:aws:iam::111122223333:role/orders-task'",
      );
    }
  });

  it('calls no role foreign to a malformed account, whose refusal is enough, and still fails when the ARN is malformed', () => {
    expect(problem(roleArn(account, 'orders-task'), '42')).toBe(false);
    expect(problem('orders-task', '42')).toBe(
      "taskRoleArn 'orders-task' is not the plain ARN of a role of account <account>, and AWS passes a service no other; compute it from the role's name, such as 'arn:aws:iam::<account>:role/orders-task'",
    );
  });
});
