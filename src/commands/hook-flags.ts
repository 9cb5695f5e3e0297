/** The flag of commands that make a version of what is known to work. */
export const checkCommand = [
  '--check-command <command>',
  'run this without a shell when all is read; the version is marked as good if it exits with 0; also JSNAP_CHECK_COMMAND',
] as const

/** The flag of commands that find something out in the night. */
export const notifyCommand = [
  '--notify-command <command>',
  'run this without a shell, with a summary as JSON on its stdin, on changes, problems, drift and failures; also JSNAP_NOTIFY_COMMAND',
] as const
