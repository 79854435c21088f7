const { writeFileSync } = require('node:fs');
const { getPriority } = require('node:os');

/**
 * Makes the priority of a process count against all others. Linux schedules a session as a whole, and heeds a priority
 * within one only; each task that Nx starts is a session of its own. See autogroup in sched(7).
 *
 * @param pid a process of the session, by default this one
 */
module.exports = function heedPriority(pid = process.pid) {
  const niceness = getPriority(pid);
  if (niceness <= 0) return;
  try {
    writeFileSync(`/proc/${pid}/autogroup`, String(niceness));
  } catch {
    // Another system, or one that does not group sessions: there the priority counts as it is.
  }
};
