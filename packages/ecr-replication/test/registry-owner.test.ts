import { BaseStack } from '@active-active/construct-kit';
import { messageOf, testApp } from '@active-active/testing';
import { type App, TerraformStack } from 'cdktf';
import { EcrReplication, EcrReplicationDestination } from '../src';
import { account, destinationProps, sourceProps } from './fixtures';

const stackOf = (app: App, id: string, region: string) =>
  new BaseStack(app, id, { environment: 'test', account, region, state: { type: 'local', directory: '.' } });

describe('the owner of a registry', () => {
  test('is one construct per region, source and destinations alike', () => {
    const app = testApp();
    new EcrReplication(stackOf(app, 'images-use1', 'us-east-1'), 'images', sourceProps());
    new EcrReplicationDestination(stackOf(app, 'images-euw1', 'eu-west-1'), 'images', destinationProps());
    expect(
      () =>
        new EcrReplicationDestination(
          stackOf(app, 'images-aps1', 'ap-south-1'),
          'images',
          destinationProps({ region: 'ap-south-1', name: 'production-aps1' }),
        ),
    ).not.toThrow();
  });

  test('trap: the registry is a singleton; fails when a stack has a second owner', () => {
    const stack = stackOf(testApp(), 'images', 'us-east-1');
    new EcrReplication(stack, 'orders', sourceProps());
    expect(messageOf(() => new EcrReplication(stack, 'payments', sourceProps()))).toBe(
      "images/payments: the registry of account 111122223333 in 'us-east-1' has an owner, 'images/orders', and its settings exist once, so that two owners overwrite one another; keep one of the two",
    );
  });

  test('trap: the registry is a singleton; fails when another stack owns it already', () => {
    const app = testApp();
    new EcrReplication(stackOf(app, 'images', 'us-east-1'), 'images', sourceProps());
    expect(
      messageOf(
        () =>
          new EcrReplicationDestination(
            stackOf(app, 'more', 'us-east-1'),
            'images',
            destinationProps({ region: 'us-east-1' }),
          ),
      ),
    ).toBe(
      "more/images: the registry of account 111122223333 in 'us-east-1' has an owner, 'images/images', and its settings exist once, so that two owners overwrite one another; keep one of the two",
    );
  });

  test('may be another in another account', () => {
    const app = testApp();
    new EcrReplication(stackOf(app, 'images', 'us-east-1'), 'images', sourceProps());
    const other = sourceProps({ account: '444455556666' });
    expect(() => new EcrReplication(stackOf(app, 'other', 'us-east-1'), 'images', other)).not.toThrow();
  });

  test('may be another in another app', () => {
    new EcrReplication(stackOf(testApp(), 'images', 'us-east-1'), 'images', sourceProps());
    expect(() => new EcrReplication(stackOf(testApp(), 'images', 'us-east-1'), 'images', sourceProps())).not.toThrow();
  });

  test('fails when a plain stack is given two registries', () => {
    const stack = new TerraformStack(testApp(), 'plain');
    new EcrReplication(stack, 'source', sourceProps());
    expect(messageOf(() => new EcrReplicationDestination(stack, 'destination', destinationProps()))).toBe(
      "plain/destination: stack 'plain' has one default provider and so one registry, whose owner is 'plain/source'; move this construct to a stack of 'eu-west-1'",
    );
  });

  test("fails when the region is not the stack's own", () => {
    const stack = stackOf(testApp(), 'images', 'eu-west-1');
    expect(messageOf(() => new EcrReplication(stack, 'images', sourceProps()))).toBe(
      "images/images: region must be the stack's own, 'eu-west-1', whose provider makes the resources, got 'us-east-1'; set it to 'eu-west-1' or move the construct to a stack of 'us-east-1'",
    );
  });

  test('is not a construct that was refused', () => {
    const stack = stackOf(testApp(), 'images', 'us-east-1');
    messageOf(() => new EcrReplication(stack, 'wrong', sourceProps({ keptImageCount: 0 })));
    expect(() => new EcrReplication(stack, 'right', sourceProps())).not.toThrow();
  });
});
