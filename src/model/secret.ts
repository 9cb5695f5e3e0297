/** A place in a version at which a marker stands for a secret value. */
export interface SecretName {
  readonly path: string
  /** Of the member, variable or setting that holds it. */
  readonly name: string
  /** What is there, as `hmac-sha256:` and hex digits. */
  readonly marker: string
}

/** A secret value itself. It is in memory only, until it is sealed or dropped. */
export interface Secret extends SecretName {
  readonly value: string
}
