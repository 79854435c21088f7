import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { REPOSITORY } from '../app';
import { loadEnvironment } from '../load-environment';
import { type StackSummary, synthesise } from '../synthesise';
import { withSections } from './generated-sections';
import { planRegionsTable, stackGraphMermaid } from './stack-graph';

export interface Page {
  /** From the root of the repository. */
  readonly path: string;
  /** The page as it should be. */
  readonly text: string;
}

/** The pages with generated sections, made from the stacks of the production environment. */
export function generatedPages(): readonly Page[] {
  const stacks = productionStacks();
  const page = (path: string, sections: Readonly<Record<string, string>>): Page => ({
    path,
    text: withSections(readFileSync(join(REPOSITORY, path), 'utf8'), sections),
  });
  return [
    page('README.md', { 'stack-graph': `\`\`\`mermaid\n${stackGraphMermaid(stacks)}\n\`\`\`` }),
    page('ARCHITECTURE.md', { 'plan-regions': planRegionsTable(stacks) }),
  ];
}

function productionStacks(): readonly StackSummary[] {
  const scratch = mkdtempSync(join(tmpdir(), 'active-active-docs-'));
  try {
    return synthesise(loadEnvironment('production'), scratch);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
