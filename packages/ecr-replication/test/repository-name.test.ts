import fc from 'fast-check';
import { repositoryArn, repositoryUrl } from '../src';
import { repositoryNameProblem, repositoryNamespace } from '../src/repository-name';

describe('repository names', () => {
  test('give the URL and the ARN of a repository', () => {
    expect(repositoryUrl('111122223333', 'eu-west-1', 'production/orders-api')).toBe(
      '111122223333.dkr.ecr.eu-west-1.amazonaws.com/production/orders-api',
    );
    expect(repositoryArn('111122223333', 'eu-west-1', 'production/orders-api')).toBe(
      'arn:aws:ecr:eu-west-1:111122223333:repository/production/orders-api',
    );
  });

  test('are accepted only when a template with the prefix of their namespace matches them', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z0-9._/-]{0,20}$/), (name) => {
        const namespace = repositoryNamespace(name);
        const matched = namespace.length >= 2 && name.startsWith(`${namespace}/`) && name.length > namespace.length + 1;
        expect(repositoryNameProblem(name) !== false || matched).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test('are accepted in namespaces of any depth', () => {
    const word = fc.stringMatching(/^[a-z0-9]{2,8}([._-][a-z0-9]{1,5})?$/);
    fc.assert(
      fc.property(fc.array(word, { minLength: 2, maxLength: 5 }), (words) => {
        expect(repositoryNameProblem(words.join('/'))).toBe(false);
      }),
    );
  });
});
