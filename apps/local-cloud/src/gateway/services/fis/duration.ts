/**
 * The seconds of an ISO 8601 duration such as 'PT5M', as actions have it; an action without one is done at once.
 *
 * @returns `undefined` when the text is no duration
 */
export function secondsOf(duration: string): number | undefined {
  const match = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/.exec(duration);
  if (match === null || !/\d/.test(duration)) return undefined;
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = match.slice(1).map((part) => Number(part ?? 0));
  return ((days * 24 + hours) * 60 + minutes) * 60 + seconds;
}
