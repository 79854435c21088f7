import { existsSync, readFileSync } from 'node:fs';
import type { Counts } from './counts';

/** An error or a warning, as Terraform's `-json` output words it. */
export interface Diagnostic {
  readonly severity: string;
  readonly summary: string;
  readonly detail?: string;
  /** Resource that it is about. */
  readonly address?: string;
  /** What the expressions involved refer to. */
  readonly references: readonly string[];
}

/** Reading a data source is an action too, and no change. */
const KIND_OF_ACTION: Readonly<Record<string, keyof Counts>> = { create: 'add', update: 'change', delete: 'destroy' };

const BEGINNINGS: ReadonlySet<string | undefined> = new Set(['refresh_start', 'apply_start']);
const ENDS: ReadonlySet<string | undefined> = new Set(['refresh_complete', 'apply_complete', 'apply_errored']);

/** What a Terraform command that ends has printed as an output of the stack; a sensitive one has no value. */
export type Outputs = Readonly<Record<string, unknown>>;

interface Line {
  readonly '@message'?: string;
  readonly type?: string;
  readonly changes?: {
    readonly add: number;
    readonly change: number;
    readonly remove: number;
    readonly operation: string;
  };
  readonly hook?: { readonly action?: string; readonly resource?: { readonly addr?: string } };
  readonly outputs?: Readonly<Record<string, { readonly sensitive?: boolean; readonly value?: unknown }>>;
  readonly diagnostic?: {
    readonly severity: string;
    readonly summary: string;
    readonly detail?: string;
    readonly address?: string;
    readonly snippet?: { readonly values?: readonly { readonly traversal?: string }[] } | null;
  };
}

/**
 * Reads the machine output of a Terraform command as it arrives: one JSON object a line, among which a plain line may be
 * (a crash, a provider that prints).
 */
export class TerraformEvents {
  private rest = '';
  private summary: Counts | undefined;
  private readonly found: Diagnostic[] = [];
  private readonly errored: string[] = [];
  private printed: Outputs = {};
  private refreshed = 0;
  private complete = false;
  private readonly done = { add: 0, change: 0, destroy: 0 };
  /** The action on each resource that is being worked on; none while it is read. */
  private readonly begun = new Map<string, string | undefined>();

  /**
   * @param onLine one readable line or more, for the log
   * @param onChange called when a count or the phase has changed
   */
  constructor(
    private readonly onLine: (text: string) => void,
    private readonly onChange: () => void = () => undefined,
  ) {}

  /** What is to be done, from the moment at which the plan is complete. */
  get planned(): Counts | undefined {
    return this.summary;
  }

  /** Resources read so far while planning. */
  get resourcesRead(): number {
    return this.refreshed;
  }

  /** What has been done so far; a replacement is one added and one destroyed. */
  get made(): Counts {
    return this.done;
  }

  /** Addresses of what is being read or changed just now. */
  get underWay(): readonly string[] {
    return [...this.begun.keys()];
  }

  /** Addresses of what is being made just now. */
  get beingMade(): readonly string[] {
    return this.underWay.filter((address) => this.begun.get(address) === 'create');
  }

  /**
   * Whether a change has come to its end without an error: Terraform then tells what it has done, and does so only after it
   * has released its lock on the state.
   */
  get isComplete(): boolean {
    return this.complete;
  }

  get errors(): readonly Diagnostic[] {
    return this.found.filter(({ severity }) => severity === 'error');
  }

  /** Addresses of the resources whose change failed, in the order in which they did. */
  get failedResources(): readonly string[] {
    return this.errored;
  }

  /** Outputs that are not sensitive, once the command has printed them. */
  get outputs(): Outputs {
    return this.printed;
  }

  /** Takes the next piece of output, which may end anywhere. */
  feed(text: string): void {
    const lines = (this.rest + text).split('\n');
    this.rest = lines.pop() ?? '';
    for (const line of lines) this.read(line);
  }

  /** Takes what was left without an end of line. */
  end(): void {
    const line = this.rest;
    this.rest = '';
    if (line !== '') this.read(line);
  }

  private read(text: string): void {
    const line = parse(text);
    if (line === undefined) {
      if (text.trim() !== '') this.onLine(text);
      return;
    }
    this.onLine(readable(line));
    const { type, changes, hook, outputs, diagnostic } = line;
    const address = hook?.resource?.addr;
    if (address !== undefined && BEGINNINGS.has(type)) this.begun.set(address, hook?.action);
    if (address !== undefined && ENDS.has(type)) this.begun.delete(address);
    if (type === 'change_summary' && changes?.operation === 'plan') {
      this.summary = { add: changes.add, change: changes.change, destroy: changes.remove };
    } else if (type === 'change_summary') {
      this.complete = true;
    } else if (type === 'refresh_complete') {
      this.refreshed += 1;
    } else if (type === 'apply_complete') {
      const kind = KIND_OF_ACTION[hook?.action ?? ''];
      if (kind !== undefined) this.done[kind] += 1;
    } else if (type === 'apply_errored') {
      this.errored.push(address ?? 'an unknown resource');
    } else if (type === 'outputs' && outputs !== undefined) {
      this.printed = withValues(outputs);
    } else if (type === 'diagnostic' && diagnostic !== undefined) {
      const { severity, summary, detail, address: about, snippet } = diagnostic;
      const references = (snippet?.values ?? []).flatMap(({ traversal }) => traversal ?? []);
      this.found.push({ severity, summary, references, ...(detail && { detail }), ...(about && { address: about }) });
    } else {
      return;
    }
    this.onChange();
  }
}

/** What a command of an earlier run has told, by the file of its output. */
export function eventsIn(file: string): TerraformEvents {
  const events = new TerraformEvents(() => undefined);
  if (existsSync(file)) events.feed(readFileSync(file, 'utf8'));
  return events;
}

function parse(text: string): Line | undefined {
  if (!text.startsWith('{')) return undefined;
  try {
    return JSON.parse(text) as Line;
  } catch {
    return undefined;
  }
}

function readable({ '@message': message = '', diagnostic }: Line): string {
  if (diagnostic === undefined) return message;
  const about = diagnostic.address === undefined ? '' : `\n  with ${diagnostic.address}`;
  const detail = diagnostic.detail ? `\n${diagnostic.detail.trim().replace(/^/gm, '  ')}` : '';
  return `${message}${about}${detail}`;
}

/** A plan lists the same outputs with an action and without a value. */
function withValues(outputs: NonNullable<Line['outputs']>): Outputs {
  return Object.fromEntries(
    Object.entries(outputs).flatMap(([name, { sensitive, value }]) =>
      sensitive || value === undefined ? [] : [[name, value]],
    ),
  );
}
