/**
 * `fetch`, repeated once after a broken connection: a process that was blocked, as by a child that it waited for, has not
 * seen yet that a kept connection was closed meanwhile, and its next call fails on it. A POST is sent once.
 */
export async function ask(url: string, init: RequestInit = {}): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (error) {
    if (init.method === 'POST' || init.signal?.aborted) throw error;
    return await fetch(url, init);
  }
}
