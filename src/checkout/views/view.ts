/** A file that a checkout computes from a version: it is never stored and belongs to the checkout alone. */
export interface View {
  /** Its place among the paths of the version. */
  readonly path: string
  /** Says whether it belongs to a checkout of only the paths that `wanted` accepts. */
  belongs(wanted: (path: string) => boolean): boolean
  /** Its text in pieces; the same for a version on every machine. `fileAt` gives the file name of the item at an index. */
  text(fileAt: (index: number) => string): Iterable<string>
}
