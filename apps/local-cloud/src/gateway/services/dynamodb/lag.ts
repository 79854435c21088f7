import type { FaultView } from '../../faults';
import type { StateDocument } from '../../state-store';

/** How long a write is on its way to another region, in milliseconds: `lagMs` to `lagMs + jitterMs`, evenly. */
export interface Lag {
  readonly lagMs: number;
  readonly jitterMs: number;
}

export interface LagSettings extends Lag {
  /** By 'from>to'; others have the general lag. */
  readonly links: Readonly<Record<string, Lag>>;
}

/** AWS says "usually within a second"; a tenth keeps tests quick and races visible. */
export const DEFAULT_LAG: LagSettings = { lagMs: 100, jitterMs: 50, links: {} };

/** The ways between regions: how long they take, and whether they are open. */
export class Ways {
  private settings: LagSettings;

  constructor(
    private readonly document: StateDocument<LagSettings>,
    private readonly faults: FaultView,
    private readonly random: () => number = Math.random,
  ) {
    this.settings = document.read();
  }

  list(): LagSettings {
    return this.settings;
  }

  set(lag: Lag): LagSettings {
    return this.replace({ ...this.settings, ...lag });
  }

  /** @param lag - `undefined`: the general one again */
  setLink(from: string, to: string, lag: Lag | undefined): LagSettings {
    const { [`${from}>${to}`]: _former, ...others } = this.settings.links;
    return this.replace({
      ...this.settings,
      links: lag === undefined ? others : { ...others, [`${from}>${to}`]: lag },
    });
  }

  /** Draws how long this write takes. */
  delay(from: string, to: string): number {
    const { lagMs, jitterMs } = this.settings.links[`${from}>${to}`] ?? this.settings;
    return lagMs + this.random() * jitterMs + (this.faults.link(from, to)?.lagMs ?? 0);
  }

  /** Nothing travels from or to a region that is dark, nor over a way that is paused. */
  isOpen(from: string, to: string): boolean {
    const { faults } = this;
    return (
      faults.region(from) === undefined && faults.region(to) === undefined && faults.link(from, to)?.paused !== true
    );
  }

  /** Whether the two regions reach one another, both ways. */
  areJoined(a: string, b: string): boolean {
    return this.isOpen(a, b) && this.isOpen(b, a);
  }

  private replace(settings: LagSettings): LagSettings {
    this.document.update((draft) => void Object.assign(draft, settings));
    this.settings = settings;
    return settings;
  }
}
