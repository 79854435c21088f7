/** Milliseconds after which a target counts as not answering. */
export const DEADLINE_MS = 10_000;

/**
 * Asks an address once; resolves when it answers with a status of 2xx.
 *
 * @throws Error that says what was asked and what came back
 */
export async function probe(url: string, deadlineMs = DEADLINE_MS): Promise<void> {
  let response: Response;
  try {
    // A redirect would be followed to another region's answer.
    response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(deadlineMs) });
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    throw new Error(`${url} did not answer within ${deadlineMs} ms: ${cause}`);
  }
  await response.body?.cancel();
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
}
