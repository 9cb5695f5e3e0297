import { verb, type OptionsOf } from './verb.ts'

/** `jsnap completion` as its user sees it. */
export const completion = verb({
  usage: 'completion <shell>',
  summary: 'print the script that completes command lines in bash, zsh or fish',
  description:
    'Print the script that completes commands, flags, versions, paths and sources in a shell: bash, zsh or fish.',
  isForReaders: true,
  flags: (command) => command,
  examples: `Examples:
  source <(jsnap completion bash)
  source <(jsnap completion zsh)
  jsnap completion fish > ~/.config/fish/completions/jsnap.fish`,
})

/** What `jsnap completion` is run with. */
export type CompletionOptions = OptionsOf<typeof completion>
