// Runs kept in this browser, only with consent, and as one file that can be taken elsewhere.
import { signal } from '@preact/signals'
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import { openDB } from 'idb'
import type { Analysis } from './engine/types.ts'

export interface Kept { id: string; runner: string; started: string; saved: string; name: string; note: string; shoes: string; cue: string; hashes: Record<string, string>; edits: unknown; analysis: string }

export const history = signal<Kept[]>([])
export const consent = signal(false)
try { consent.value = localStorage.getItem('strideform-history') === 'yes' } catch { /* nothing is kept here */ }

const db = () => openDB('strideform', 1, { upgrade(d) { d.createObjectStore('runs', { keyPath: 'id' }) } })

export async function load() {
  if (!consent.value) return
  try { history.value = sorted(await (await db()).getAll('runs') as Kept[]) } catch { /* private windows have no storage */ }
}
const sorted = (list: Kept[]) => list.sort((a, b) => a.started.localeCompare(b.started))
void load()

export async function agree(yes: boolean) {
  consent.value = yes
  try { localStorage.setItem('strideform-history', yes ? 'yes' : 'no') } catch { /* nothing is kept here */ }
  if (yes) { await navigator.storage?.persist?.(); await load() } else { await (await db()).clear('runs'); history.value = [] }
}

export async function keep(run: Kept) {
  if (consent.value) await (await db()).put('runs', run)
  history.value = sorted([...history.value.filter((r) => r.id !== run.id), run])
}
export async function forget(id: string) {
  if (consent.value) await (await db()).delete('runs', id)
  history.value = history.value.filter((r) => r.id !== id)
}

export async function hash(bytes: Uint8Array): Promise<string> {
  if (!crypto.subtle) return ''
  return [...new Uint8Array(await crypto.subtle.digest('SHA-256', bytes as BufferSource))].map((b) => b.toString(16).padStart(2, '0')).join('')
}

/** One file with everything, the originals only as their hashes. */
export function exported(): Uint8Array {
  const files: Record<string, Uint8Array> = { 'history.json': strToU8(JSON.stringify({ schema: 'strideform.history/1', runs: history.value.map(({ analysis: _, ...rest }) => rest) }, null, 1)) }
  for (const run of history.value) files[`analyses/${run.id}.json`] = strToU8(run.analysis)
  return zipSync(files, { level: 6 })
}

export async function imported(bytes: Uint8Array): Promise<number> {
  const files = unzipSync(bytes)
  const list = files['history.json']
  if (!list) throw new Error('This is not a history file: it holds no history.json.')
  const { schema, runs } = JSON.parse(strFromU8(list)) as { schema: string; runs: Omit<Kept, 'analysis'>[] }
  if (schema !== 'strideform.history/1') throw new Error(`This history is of another version (${schema}).`)
  let n = 0
  for (const run of runs) {
    const analysis = files[`analyses/${run.id}.json`]
    if (analysis) { await keep({ ...run, analysis: strFromU8(analysis) }); n++ }
  }
  return n
}

let runner: string | undefined
export const forRunner = (name: string | undefined) => { runner = name }
/** The last kept value of a metric, of this runner. */
export function lastOf(id: string): number | null {
  const runs = history.value.filter((r) => runner !== undefined && r.runner === runner)
  const last = runs[runs.length - 1]
  if (!last) return null
  return (JSON.parse(last.analysis) as Analysis).metrics.find((m) => m.id === id)?.value ?? null
}
