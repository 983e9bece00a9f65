// A list of tests, one after another.
import { resolve } from 'node:path'

export const root = resolve(import.meta.dirname, '../..')
let failed = 0
const only = process.env.ONLY

export function check(ok, message) { if (!ok) throw new Error(message) }
export async function test(name, work) {
  if (only && !name.includes(only)) return
  const start = performance.now()
  try { await work(); console.log(`  ok   ${name} (${((performance.now() - start) / 1000).toFixed(1)} s)`) } catch (error) { failed++; console.log(`  FAIL ${name}: ${error?.message ?? error}`) }
}
export const failures = () => failed
