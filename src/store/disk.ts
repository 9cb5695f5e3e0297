import * as fs from 'node:fs'
import { ofOwnFile, ofStoreDisk } from '../runtime/disk-fault.ts'
import { openPatiently } from '../runtime/open-patiently.ts'
import * as all from './write-all.ts'

/**
 * The same call on a file of the store: what the disk answers is told as that, so that nobody takes it for the fault of
 * what was read, and too many open files are waited for. @throws JsnapError StoreDisk
 */
function ofStore<Call extends (...args: never[]) => unknown>(call: Call, ofFile = ofStoreDisk): Call {
  const told = (...args: never[]) => {
    try {
      return openPatiently(() => call(...args))
    } catch (error) {
      throw ofFile(error)
    }
  }
  // It takes what the call takes and returns what that returns; a type cannot say so of one with overloads.
  return told as Call
}

export const chmodSync = ofStore(fs.chmodSync)
export const closeSync = ofStore(fs.closeSync)
export const copyFileSync = ofStore(fs.copyFileSync)
export const fstatSync = ofStore(fs.fstatSync)
export const fsyncSync = ofStore(fs.fsyncSync)
export const ftruncateSync = ofStore(fs.ftruncateSync)
export const lstatSync = ofStore(fs.lstatSync)
export const mkdirSync = ofStore(fs.mkdirSync)
export const mkdtempSync = ofStore(fs.mkdtempSync)
export const openSync = ofStore(fs.openSync)
/** Of a file that was there, or is being written into a folder that was. */
export const openOwnSync = ofStore(fs.openSync, ofOwnFile)
export const readdirSync = ofStore(fs.readdirSync)
export const readFileSync = ofStore(fs.readFileSync)
export const readSync = ofStore(fs.readSync)
/** Of a file that was just written, into a folder that was there. */
export const renameSync = ofStore(fs.renameSync, ofOwnFile)
export const rmSync = ofStore(fs.rmSync)
export const statSync = ofStore(fs.statSync)
export const symlinkSync = ofStore(fs.symlinkSync)
export const writeFileSync = ofStore(fs.writeFileSync)
export const writeAll = ofStore(all.writeAll)
