import { verb, type OptionsOf } from './verb.ts'

/** `jsnap trust` as its user sees it. */
export const trust = verb({
  usage: 'trust [dir]',
  summary: 'trust the configuration in a folder',
  description:
    'Trust the configuration in a folder. A configuration that was found, rather than named with --config, may read other folders, seal for recipients or pull scripts only in a trusted folder. The first commit or init in a folder outside any repository trusts the folder as well.',
  flags: (command) =>
    command.option('--list', 'list the trusted folders').option('--remove', 'stop trusting the folder'),
})

/** What `jsnap trust` is run with. */
export type TrustOptions = OptionsOf<typeof trust>
