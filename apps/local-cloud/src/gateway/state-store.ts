import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { readJsonFile, writeFileAtomically } from '../files';

export interface StateScope {
  readonly service: string;
  readonly account: string;
  /** 'global' for what belongs to no region. */
  readonly region: string;
}

/** A JSON document of one service, account and region, by name. */
export interface StateDocument<T> {
  /** A copy: changing it changes nothing. */
  read(): T;
  /** Changes a copy and keeps it, on disk before it returns. Nothing is kept when `change` throws. */
  update<R>(change: (draft: T) => R): R;
}

/** The documents of one scope. */
export interface StateView {
  document<T extends object>(name: string, initial: T): StateDocument<T>;
  /** The same service elsewhere, or another service's documents. */
  at(scope: Partial<StateScope>): StateView;
}

type Documents = Record<string, object>;

/**
 * What overlays remember, a file a scope: `<account>/<region>/<service>.json`. A file is replaced as a whole before the
 * answer leaves, so a gateway that is killed forgets nothing that it has acknowledged.
 */
export class StateStore {
  private readonly cache = new Map<string, Documents>();

  constructor(private readonly directory: string) {}

  view(scope: StateScope): StateView {
    return {
      document: <T extends object>(name: string, initial: T) => this.document(scope, name, initial),
      at: (other) => this.view({ ...scope, ...other }),
    };
  }

  /** The regions in which a service holds something, for whoever must look at all of them. */
  regionsOf(account: string, service: string): string[] {
    const regions = list(join(this.directory, account));
    return regions.filter((region) => list(join(this.directory, account, region)).includes(`${service}.json`));
  }

  clear(): void {
    this.cache.clear();
    rmSync(this.directory, { recursive: true, force: true });
  }

  private document<T extends object>(scope: StateScope, name: string, initial: T): StateDocument<T> {
    const path = this.pathOf(scope);
    const current = () => structuredClone((this.load(path)[name] as T | undefined) ?? initial);
    return {
      read: current,
      update: (change) => {
        const draft = current();
        const result = change(draft);
        const documents = { ...this.load(path), [name]: draft };
        writeFileAtomically(path, JSON.stringify(documents));
        this.cache.set(path, documents);
        return result;
      },
    };
  }

  private load(path: string): Documents {
    const cached = this.cache.get(path);
    if (cached !== undefined) return cached;
    const documents = readJsonFile<Documents>(path) ?? {};
    this.cache.set(path, documents);
    return documents;
  }

  private pathOf({ account, region, service }: StateScope): string {
    // Region and service come off the wire; they name a file and must stay inside the directory.
    const [a, r, s] = [account, region, service].map((part) => part.replace(/[^a-z0-9-]/g, '_'));
    return join(this.directory, a ?? '', r ?? '', `${s ?? ''}.json`);
  }
}

function list(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}
