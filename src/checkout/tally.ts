/** Counts what a checkout does, whoever does it. */
export class Tally {
  written = 0
  unchanged = 0
  bytes = 0
  bytesWritten = 0
  /** Entries that have no file, and why. */
  readonly skipped: { path: string; reason: string }[]
  /** Entries whose content in the store is damaged or missing. */
  readonly damaged: { path: string; message: string }[] = []

  constructor(skipped: Iterable<{ readonly path: string; readonly reason: string }>) {
    this.skipped = [...skipped]
  }

  /** Counts one file or link that now stands as it should. */
  add(written: boolean, bytes: number): void {
    if (written) {
      this.written++
      this.bytesWritten += bytes
    } else this.unchanged++
    this.bytes += bytes
  }

  tooLong(path: string): void {
    this.skipped.push({ path, reason: 'its file name is too long for this system' })
  }
}
