#!/usr/bin/env node
// Kept to syntax that old Nodes parse, so that they print one line instead of a stack trace.
var need = [22, 15]
var have = process.versions.node.split('.').map(Number)
if (have[0] < need[0] || (have[0] === need[0] && have[1] < need[1])) {
  process.stderr.write(
    'jsnap: needs Node ' + need.join('.') + ' or newer, and this is Node ' + process.versions.node + '\n',
  )
  process.exitCode = 1
} else {
  import('./start.mjs')
}
