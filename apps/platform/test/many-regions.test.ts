import { BaseStack } from '@active-active/construct-kit';
import { regionsOf } from '@active-active/region-matrix';
import { manyRegions, synthesised } from './matrices';

/** How often a synthesis asks whether one stack depends on another; each answer visits a stack at most once. */
function dependencyQuestions(regions: number): number {
  const question = jest.spyOn(BaseStack.prototype, 'dependsOn');
  try {
    synthesised(manyRegions(regions));
    return question.mock.calls.length;
  } finally {
    question.mockRestore();
  }
}

describe('a matrix of 32 regions', () => {
  it('synthesises with every region in routing, registry and its own stacks', () => {
    const environment = manyRegions(32);
    const { stacks, templates } = synthesised(environment);
    // A cache in three of them.
    expect(stacks).toHaveLength(32 * 10 + 3 + 6);
    for (const region of regionsOf(environment)) expect(templates['dns-routing']).toContain(`"${region}"`);
  });

  it('asks about dependencies no more often a region than a matrix of eight does', () => {
    const eight = dependencyQuestions(8);
    expect(eight).toBeGreaterThan(0);
    expect(dependencyQuestions(32) / 32).toBeLessThanOrEqual((eight / 8) * 1.1);
  });
});
