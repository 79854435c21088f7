import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from '../app';
import { loadEnvironment } from '../load-environment';
import { synthesiseTemplates } from '../synthesise-templates';
import { dashboardPages } from './dashboards';
import { withSections } from './generated-sections';
import { planRegionsTable, stackGraphMermaid } from './stack-graph';

export interface Page {
  /** From the root of the repository. */
  readonly path: string;
  /** The page as it should be; absent where there should be none. */
  readonly text?: string;
}

/** The pages with generated sections, and those that are generated whole, made from the production environment. */
export function generatedPages(): readonly Page[] {
  const { stacks, templates } = synthesiseTemplates(loadEnvironment('production'));
  const page = (path: string, sections: Readonly<Record<string, string>>): Page => ({
    path,
    text: withSections(readFileSync(join(REPOSITORY, path), 'utf8'), sections),
  });
  return [
    page('README.md', { 'stack-graph': `\`\`\`mermaid\n${stackGraphMermaid(stacks)}\n\`\`\`` }),
    page('ARCHITECTURE.md', { 'plan-regions': planRegionsTable(stacks) }),
    ...dashboardPages(templates),
  ];
}
