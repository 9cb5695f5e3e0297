import * as fs from 'node:fs'
import { ofOwnFile, ofStoreDisk } from '../runtime/disk-fault.ts'
import { openPatiently } from '../runtime/open-patiently.ts'
import * as all from './write-all.ts'

/**
 * The same call on a file of the store: what the disk answers is reported as that, so that nobody takes it for the fault
 * of what was read, and too many open files are waited for. @throws JsnapError StoreDisk
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

/** `chmodSync` on the disk of the store. */
export const chmodSync = ofStore(fs.chmodSync)
/** `closeSync` on the disk of the store. */
export const closeSync = ofStore(fs.closeSync)
/** `copyFileSync` on the disk of the store. */
export const copyFileSync = ofStore(fs.copyFileSync)
/** `fstatSync` on the disk of the store. */
export const fstatSync = ofStore(fs.fstatSync)
/** `fsyncSync` on the disk of the store. */
export const fsyncSync = ofStore(fs.fsyncSync)
/** `ftruncateSync` on the disk of the store. */
export const ftruncateSync = ofStore(fs.ftruncateSync)
/** `lstatSync` on the disk of the store. */
export const lstatSync = ofStore(fs.lstatSync)
/** `mkdirSync` on the disk of the store. */
export const mkdirSync = ofStore(fs.mkdirSync)
/** `mkdtempSync` on the disk of the store. */
export const mkdtempSync = ofStore(fs.mkdtempSync)
/** `openSync` on the disk of the store. */
export const openSync = ofStore(fs.openSync)
/** Of a file that was there, or is being written into a folder that was. */
export const openOwnSync = ofStore(fs.openSync, ofOwnFile)
/** `readdirSync` on the disk of the store. */
export const readdirSync = ofStore(fs.readdirSync)
/** `readFileSync` on the disk of the store. */
export const readFileSync = ofStore(fs.readFileSync)
/** `readSync` on the disk of the store. */
export const readSync = ofStore(fs.readSync)
/** Of a file that was just written, into a folder that was there. */
export const renameSync = ofStore(fs.renameSync, ofOwnFile)
/** `rmSync` on the disk of the store. */
export const rmSync = ofStore(fs.rmSync)
/** `statSync` on the disk of the store. */
export const statSync = ofStore(fs.statSync)
/** `symlinkSync` on the disk of the store. */
export const symlinkSync = ofStore(fs.symlinkSync)
/** `writeFileSync` on the disk of the store. */
export const writeFileSync = ofStore(fs.writeFileSync)
/** `writeAll` on the disk of the store. */
export const writeAll = ofStore(all.writeAll)
