/** Gives what writes lines to standard error, each with the seconds since it was given. */
export function progressLines(): (line: string) => void {
  const started = performance.now();
  return (line) => console.error(`[${((performance.now() - started) / 1000).toFixed(1).padStart(5)} s] ${line}`);
}
