/** An ISO time to the minute, as `2026-11-23 10:42 UTC`. */
export function formatTime(time: string): string {
  return `${time.slice(0, 10)} ${time.slice(11, 16)} UTC`
}
