import '../examples/basic';
import { TerraformOutput, TerraformResource } from 'cdktf';
import type { Construct } from 'constructs';
import { messageOf, statementsOf, Template } from '@active-active/testing';

class Bucket extends TerraformResource {
  constructor(
    scope: Construct,
    id: string,
    private readonly attributes: Record<string, unknown>,
  ) {
    super(scope, id, { terraformResourceType: 'test_bucket' });
  }
  protected override synthesizeAttributes(): Record<string, unknown> {
    return this.attributes;
  }
}

const template = Template.of((scope) => {
  new Bucket(scope, 'a', { name: 'a', rules: [{ days: 1, enabled: true }] });
  new Bucket(scope, 'b', { name: 'b' });
  new TerraformOutput(scope, 'name', { value: 'a', staticId: true });
});

describe('Template', () => {
  it('finds a resource by some of its attributes, nested ones too', () => {
    expect(template.hasResource('test_bucket', { rules: [{ days: 1 }] })['name']).toBe('a');
  });

  it('fails when no resource has the attributes, and shows those there are', () => {
    expect(messageOf(() => template.hasResource('test_bucket', { rules: [{ days: 2 }] }))).toMatch(
      /^no test_bucket has [^]*"days": 2[^]*found: [^]*"name": "b"/,
    );
  });

  it('fails when an array is longer than expected', () => {
    expect(messageOf(() => template.hasResource('test_bucket', { rules: [] }))).toMatch(/^no test_bucket has/);
  });

  it('fails when the count differs', () => {
    template.resourceCountIs('test_bucket', 2);
    expect(messageOf(() => template.resourceCountIs('test_bucket', 1))).toBe(
      'expected 1 test_bucket, found 2: test_bucket x 2',
    );
    expect(messageOf(() => template.only('test_queue'))).toBe('expected one test_queue, found 0: test_bucket x 2');
  });

  it('lists outputs', () => {
    expect(template.outputs()).toEqual({ name: { value: 'a' } });
  });
});

describe('messageOf', () => {
  it('fails when nothing is thrown', () => {
    expect(messageOf(() => messageOf(() => undefined))).toBe('expected an error, none was thrown');
  });
});

describe('statementsOf', () => {
  it('gives the statements of a policy by Sid', () => {
    expect(statementsOf('{"Statement":[{"Sid":"Read","Action":"s3:GetObject"}]}')).toEqual({
      Read: { Sid: 'Read', Action: 's3:GetObject' },
    });
  });
});
