import { type StoredItem } from '../../src';
import { holds } from './global-table';
import { type WorldProps } from './world';

/**
 * Defects of the library, made from outside by what stands between it and the replica. Each takes away one thing that
 * a guarantee rests on.
 */
export type Defect = Partial<WorldProps>;

/** The condition names the version alone: one of an abandoned epoch may have the same. */
export const conditionWithoutEpoch: Defect = {
  evaluate: (condition, item) =>
    typeof condition === 'string' ? holds(condition, item) : condition.version === item?.version,
};

/** No condition is evaluated. */
export const noCondition: Defect = { evaluate: () => true };

/** The write ids of an item are not looked at. */
export const noWriteIds: Defect = {
  defect: (replica) => ({
    region: replica.region,
    get: async (key, options) => forgetful(await replica.get(key, options)),
    put: async (item, condition, options) => {
      const outcome = await replica.put(item, condition, options);
      return outcome.done ? outcome : { done: false, current: forgetful(outcome.current) };
    },
  }),
};

/** Clients show their session to nobody. */
export const noSessions: Defect = { hasSessions: false };

/**
 * A region writes an item once it is told that it is the home, and not once it reads so in its replica. What it writes,
 * and on what condition, is else as it should be.
 */
export const homeByAnnouncement: Defect = {
  defect: (replica, world) => {
    const homes = new Map<number, string>();
    const believed = (item: StoredItem | undefined): StoredItem | undefined => {
      if (item) homes.set(item.version, item.homeRegion);
      return item && { ...item, homeRegion: world.announcedHome };
    };
    const actual = <T extends Pick<StoredItem, 'homeRegion'>>(written: T, version: number): T => ({
      ...written,
      homeRegion: homes.get(version) ?? written.homeRegion,
    });
    return {
      region: replica.region,
      get: async (key, options) => believed(await replica.get(key, options)),
      put: async (item, condition, options) => {
        if (typeof condition === 'string') return replica.put(item, condition, options);
        const { version } = condition;
        const outcome = await replica.put(actual(item, version), actual(condition, version), options);
        return outcome.done ? outcome : { done: false, current: believed(outcome.current) };
      },
    };
  },
};

function forgetful(item: StoredItem | undefined): StoredItem | undefined {
  return item && { ...item, writeIds: [] };
}
