import { failureOf } from '../support/dynamodb';
import { EU, type Region, US } from './clients';

/** A kind of thing that a service keeps, with the calls that show where it is. */
export interface Kind {
  readonly kind: string;
  /** Makes one. Resolves to what {@link all} shows of it: an id or a name. */
  make(region: Region, name: string): Promise<string | undefined>;
  all(region: Region): Promise<readonly (string | undefined)[]>;
  remove(region: Region, id: string): Promise<unknown>;
}

/** A call that must fail: when, the call, and the error's name as AWS documents it. */
export type Refusal = readonly [when: string, call: () => Promise<unknown>, code: string];

/** What is made in one region is not in the other, where one of its name can be made and removed by itself. */
export async function expectRegional({ make, all, remove }: Kind): Promise<void> {
  const here = await made(make(US, 'conformance'));
  expect(await all(US)).toContain(here);
  expect(await all(EU)).not.toContain(here);
  const there = await made(make(EU, 'conformance'));
  expect(await all(EU)).toContain(there);
  await remove(EU, there);
  expect(await all(EU)).not.toContain(there);
  expect(await all(US)).toContain(here);
}

/** There is one in the world, whichever region's client speaks of it. */
export async function expectGlobal({ make, all, remove }: Kind): Promise<void> {
  const id = await made(make(EU, 'conformance'));
  for (const region of [US, EU] as const) expect(await all(region)).toContain(id);
  await remove(US, id);
  expect(await all(EU)).not.toContain(id);
}

/** It fails with the error that AWS documents, which no client retries. */
export async function expectRefusal(call: Promise<unknown>, code: string): Promise<void> {
  const { name, message, $metadata } = await failureOf(call);
  expect({ name, message }).toEqual({ name: code, message: expect.any(String) as string });
  expect(($metadata as { httpStatusCode: number }).httpStatusCode).toBeLessThan(500);
}

/** Several pages, in which each of these is shown once. */
export async function expectPages<P>(
  paginator: AsyncIterable<P>,
  idsOf: (page: P) => readonly (string | undefined)[] | undefined,
  ids: readonly (string | undefined)[],
): Promise<void> {
  const pages: (string | undefined)[][] = [];
  for await (const page of paginator) pages.push([...(idsOf(page) ?? [])]);
  expect(pages.length).toBeGreaterThan(1);
  const listed = pages.flat();
  expect(listed.filter((id) => ids.includes(id)).sort()).toEqual([...ids].sort());
}

async function made(making: Promise<string | undefined>): Promise<string> {
  const id = await making;
  expect(id).toEqual(expect.any(String));
  return id as string;
}
