// Preloaded with `node --import`: writes the URL of every module that the process loads to the file JSNAP_TEST_LOADED.
import { appendFileSync } from 'node:fs'
import { registerHooks } from 'node:module'

registerHooks({
  load(url, context, nextLoad) {
    appendFileSync(process.env.JSNAP_TEST_LOADED, url + '\n')
    return nextLoad(url, context)
  },
})
