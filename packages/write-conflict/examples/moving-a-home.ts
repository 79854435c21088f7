import {
  forceTakeOverAll,
  handOffAll,
  type ItemKey,
  RegionLease,
  type Replica,
  takeOver,
  VersionedStore,
} from '@active-active/write-conflict';

/** Before a region is taken out of service: run at the old home, as often as need be. */
export async function evacuate(oldHome: Replica, orders: AsyncIterable<ItemKey>, newHome: string): Promise<boolean> {
  const { moved, alreadyThere, failed, complete } = await handOffAll(oldHome, orders, newHome, {
    onProgress: ({ done, checkpoint }) => console.error(done, 'done, up to', checkpoint),
  });
  console.error(moved, 'moved', alreadyThere, 'were there', failed.length, 'failed');
  return complete && failed.length === 0;
}

/** What each process of a region does, if the region's items may ever be taken over by force. */
export async function fencedStore(
  replica: Replica,
  grantors: readonly Replica[],
  stopped: AbortSignal,
): Promise<VersionedStore> {
  const lease = new RegionLease({ region: replica.region, grantors, durationMilliseconds: 10_000 });
  await lease.renew();
  void lease.keep(stopped);
  return new VersionedStore({ replica, writeMode: 'write-to-your-region', lease });
}

/** After a region was lost: run at the new home. */
export async function takeOverFrom(
  lost: string,
  newHome: Replica,
  survivors: readonly Replica[],
  grantors: readonly Replica[],
  orders: AsyncIterable<ItemKey>,
): Promise<void> {
  const fenced = await takeOver({ lost, by: newHome.region, grantors, marginMilliseconds: 5_000 });
  const { taken } = await forceTakeOverAll(newHome, orders, fenced, { survivors });
  for (const { key, seen } of taken) console.error(key, 'may lack what came after version', seen?.version);
}
