/**
 * `fetch` on a connection that is not kept. A process that was blocked, as by a child that it waited for, has not seen yet
 * that a kept connection was closed meanwhile, and its next call would fail on it.
 */
export function ask(url: string, init: RequestInit = {}): Promise<Response> {
  return fetch(url, { ...init, headers: { ...(init.headers as Record<string, string>), connection: 'close' } });
}
