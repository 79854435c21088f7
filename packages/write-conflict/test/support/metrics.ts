import { type Attributes, type Counter, type Meter, createNoopMeter } from '@opentelemetry/api';

/** A meter that keeps what its counters are told, as `name{attributes}`. */
export function recordingMeter(): { readonly meter: Meter; readonly counts: Record<string, number> } {
  const counts: Record<string, number> = {};
  const meter: Meter = Object.assign(createNoopMeter(), {
    createCounter: (name: string): Counter => ({
      add: (amount: number, attributes: Attributes = {}) => {
        const series = `${name}${JSON.stringify(attributes)}`;
        counts[series] = (counts[series] ?? 0) + amount;
      },
    }),
  });
  return { meter, counts };
}
