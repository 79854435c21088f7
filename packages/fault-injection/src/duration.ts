/** The longest that FIS lets an action, and an experiment, last. https://docs.aws.amazon.com/fis/latest/userguide/fis-quotas.html */
export const LONGEST_SECONDS = 12 * 60 * 60;
/** The shortest that FIS lets an action last. */
export const SHORTEST_SECONDS = 60;

/** Seconds of an ISO 8601 duration of hours, minutes and seconds, such as 'PT15M'; `undefined` for any other text. */
export function secondsOf(duration: string): number | undefined {
  const match = /^PT(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?$/.exec(duration);
  if (match === null) return undefined;
  const [hours = 0, minutes = 0, seconds = 0] = match.slice(1).map((part) => Number(part ?? 0));
  return (hours * 60 + minutes) * 60 + seconds;
}

/** The problem of an experiment's duration, or `false`. */
export function durationProblem(prop: string, duration: string): string | false {
  const seconds = secondsOf(duration);
  if (seconds === undefined)
    return `${prop} '${duration}' is no ISO 8601 duration of hours, minutes and seconds; give one such as 'PT15M'`;
  return (
    (seconds < SHORTEST_SECONDS || seconds > LONGEST_SECONDS) &&
    `${prop} '${duration}' is ${seconds} s, and FIS allows 1 minute to 12 hours; give 'PT1M' to 'PT12H'`
  );
}
