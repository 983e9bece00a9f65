// Everything that the screens share.
import { computed, effect, signal } from '@preact/signals'
import { EngineClient, EngineError, type Failure } from './engine/client.ts'
import type { Analysis, Described, Edits, FaultInfo, Inspection, Lane, MetricInfo } from './engine/types.ts'
import { contactsOf, type Contact } from './contacts.ts'
import { unpacked, type Dropped } from './files.ts'
import { asGiven, describe, namedIn, repeat, type Setup } from './session.ts'
import { base } from './words.ts'

export const engine = new EngineClient()

export type Screen = 'start' | 'check' | 'answer' | 'signal' | 'strides' | 'course' | 'compare' | 'runner' | 'report' | 'metronome' | 'help'
export const screen = signal<Screen>('start')

/** A file of this run as the page knows it. */
export interface SensorFile {
  name: string
  size: number
  kind: string
  described: Described[]
  failure: Failure | null
  /** Where it was worn, if chosen by hand. */
  placement: string | null
  /** That it was worn there, although it moves as if worn elsewhere. */
  trusted: boolean
  skipBadRows: boolean
  rate: string
  units: string
}

export const files = signal<SensorFile[]>([])
/** A description that came with the files. */
export const description = signal<string | null>(null)
export const setup = signal<Setup>({ runner: {}, run: {}, symptoms: [] })
export const edits = signal<Edits>({ version: 1 })
export const busy = signal<string | null>(null)
export const problem = signal<Failure | null>(null)
export const analysis = signal<Analysis | null>(null)
export const analysisText = signal('')
export const contacts = signal<Contact[]>([])
export const lanes = signal<Lane[]>([])
export const season = signal<import('./engine/types.ts').Trend | null>(null)
export const isDemo = signal(false)
export const catalogue = signal<{ metrics: MetricInfo[]; faults: FaultInfo[] } | null>(null)
/** Part of the signal for which the tiles are computed anew. */
export const section = signal<[number, number] | null>(null)
/** A moment to show in the signal, s on the common clock. */
export const look = signal<number | null>(null)
export const metronome = signal(170)

export interface Settings { imperial: boolean; pace: boolean; theme: 'auto' | 'light' | 'dark' }
const kept = (): Settings => {
  try { return { imperial: false, pace: true, theme: 'auto', ...JSON.parse(localStorage.getItem('strideform') ?? '{}') } } catch { return { imperial: false, pace: true, theme: 'auto' } }
}
export const settings = signal<Settings>(kept())
effect(() => {
  const value = settings.value
  try { localStorage.setItem('strideform', JSON.stringify(value)) } catch { /* nothing is kept here */ }
  if (value.theme === 'auto') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = value.theme
})

export const ready = computed(() => files.value.some((file) => file.failure === null && file.described.length > 0))

/** Shows a failure above the screen. */
export function report(error: unknown) {
  problem.value = error instanceof EngineError ? error.failure : { kind: 'internal', status: 1, message: String(error), remedy: null, file: null, line: null, column: null, column_name: null, cell: null, line_text: null, span: null, text: String(error) }
}

// One after another: a run that is analysed while a sensor is still being changed would be analysed without the change.
let last: Promise<unknown> = Promise.resolve()
function during<T>(words: string, work: () => Promise<T>): Promise<T | undefined> {
  const turn = last.then(() => alone(words, work))
  last = turn
  return turn
}

async function alone<T>(words: string, work: () => Promise<T>): Promise<T | undefined> {
  busy.value = words
  problem.value = null
  try { return await work() } catch (error) {
    report(error)
    return undefined
  } finally { busy.value = null }
}

export function reset() {
  files.value = []; description.value = null; edits.value = { version: 1 }; analysis.value = null; contacts.value = []; lanes.value = []
  section.value = null; season.value = null; isDemo.value = false; problem.value = null
  past.length = 0; future.length = 0
}

/** Takes files: one run to check, or a season of many. */
export async function take(dropped: Dropped[], options: { demo?: boolean } = {}) {
  const done = await during('Reading the files …', async () => {
    reset()
    isDemo.value = options.demo ?? false
    await engine.clear()
    let found: SensorFile[] = []
    for (const { name, bytes } of unpacked(dropped)) {
      busy.value = `Reading ${base(name)} …`
      await engine.add(name, bytes)
      const kind = await engine.raw<string>('kind', name)
      if (kind === 'session') { description.value = new TextDecoder().decode(bytes); continue }
      found.push({ name, size: bytes.length, kind, described: [], failure: null, placement: null, trusted: false, skipBadRows: false, rate: '', units: '' })
    }
    // A description names the files of its run; others in the folder are not part of it.
    const named = namedIn(description.value ?? '')
    const sensors = found.some((f) => f.kind === 'samples')
    const own = (f: SensorFile) => (description.value !== null ? named.some((n) => f.name === n || f.name.endsWith(`/${n}`)) : f.kind !== 'saved' || !sensors)
    for (const file of found.filter((f) => !own(f))) await engine.remove(file.name)
    found = found.filter(own)
    if (!found.length) return 'none' as const
    const many = found.some((f) => f.kind === 'zip' || f.kind === 'saved') || found.filter((f) => f.kind === 'watch').length > 1
    if (many) {
      season.value = await engine.json('trend')
      return 'season' as const
    }
    for (const file of found) await inspect(file)
    files.value = found
    return 'run' as const
  })
  if (done === 'season') screen.value = 'runner'
  else if (done === 'run') screen.value = 'check'
  else if (done === 'none') problem.value = { kind: 'usage', status: 2, message: 'There is no recording among these files.', remedy: 'Drop the CSV, FIT, GPX or TCX files of a run, or a zip of them.', file: null, line: null, column: null, column_name: null, cell: null, line_text: null, span: null, text: 'There is no recording among these files.' }
}

const reading = (file: SensorFile) => {
  const read: Record<string, unknown> = {}
  if (file.placement) read.placement = file.placement
  if (file.skipBadRows) read.skip_bad_rows = true
  if (Number(file.rate) > 0) read.rate_hz = Number(file.rate)
  if (file.units.trim()) read.units = file.units.trim()
  return read
}

async function inspect(file: SensorFile) {
  file.failure = null
  const stated = file.placement ? null : placementIn(description.value, file.name)
  try {
    const inspected = (read: object) => engine.json<Inspection>('inspect', file.name, JSON.stringify({ read }))
    let found = await inspected(reading(file))
    // What the description states belongs to a file of one sensor; the engine holds it against the movement.
    if (stated && found.recordings.length === 1 && found.recordings[0]!.placement !== stated) found = await inspected({ ...reading(file), placement: stated })
    file.described = found.recordings
  } catch (error) {
    if (!(error instanceof EngineError)) throw error
    file.failure = error.failure
    file.described = []
  }
}

/** The placement that a description states for a file. */
function placementIn(toml: string | null, name: string): string | null {
  for (const part of toml?.split('[[recording]]').slice(1) ?? []) {
    const file = /^\s*file\s*=\s*"([^"]+)"/m.exec(part)?.[1]
    if (file && (name === file || name.endsWith(`/${file}`))) return /^\s*placement\s*=\s*"([^"]+)"/m.exec(part)?.[1] ?? null
  }
  return null
}

export async function change(name: string, to: Partial<SensorFile>) {
  await during(`Reading ${base(name)} …`, async () => {
    const before = files.value.find((f) => f.name === name)
    if (!before) return
    // A new object: a screen is drawn again only for what is not the same as before.
    const file = { ...before, ...to }
    await inspect(file)
    files.value = files.value.map((f) => (f.name === name ? file : f))
    analysis.value = null
  })
}

export async function drop(name: string) {
  await engine.remove(name)
  files.value = files.value.filter((f) => f.name !== name)
  analysis.value = null
}

/** Swaps left and right of all sensors worn on one side. */
export async function swapAll() {
  for (const file of files.value) {
    const now = file.placement ?? file.described[0]?.placement
    if (now?.endsWith('-left')) await change(file.name, { placement: now.replace('-left', '-right') })
    else if (now?.endsWith('-right')) await change(file.name, { placement: now.replace('-right', '-left') })
  }
}

/** The corrections by hand, if there are any. */
const givenEdits = (): Edits | undefined => {
  const { version, ...rest } = edits.value
  const some = Object.entries(rest).filter(([, list]) => list && Object.keys(list).length)
  return some.length ? { version, ...Object.fromEntries(some) } : undefined
}

/** Whether every placement that the movement contradicts was confirmed on the page. */
const trusted = () => {
  const doubted = files.value.filter((file) => !file.failure && file.described.some((d) => d.placement_guess?.contradicts))
  return doubted.length > 0 && doubted.every((file) => file.trusted)
}

const options = () => {
  const { runner, run, symptoms } = setup.value
  const given: Record<string, unknown> = { runner, run }
  if (symptoms.length) given.symptoms = symptoms
  // Choices of reading that a description has no words for.
  if (files.value.some((file) => !file.failure && file.skipBadRows)) given.read = { skip_bad_rows: true }
  const edited = givenEdits()
  if (edited) given.edits = edited
  if (trusted()) given.trust_placement = true
  return JSON.stringify(given)
}

/** Where the description of these files lies. */
const nameOf = () => {
  const first = files.value.find((f) => !f.failure)?.name ?? ''
  return `${first.slice(0, first.lastIndexOf('/') + 1)}session.toml`
}

/** Describes the files to the engine: as they came, or as chosen on the page. */
async function tell() {
  const usable = files.value.filter((f) => !f.failure)
  const name = [...engine.files.keys()].find((n) => base(n) === 'session.toml') ?? nameOf()
  if (asGiven(files.value, description.value)) {
    await engine.add(name, new TextEncoder().encode(description.value))
  } else {
    await engine.add(name, new TextEncoder().encode(describe(usable, name, description.value)))
  }
}

/** The description of this run for the command line, with everything entered and edited. */
export const sessionToml = () => describe(files.value.filter((f) => !f.failure), nameOf(), description.value, setup.value, givenEdits())

/** How the command line repeats this run. */
export const repeated = () => repeat(files.value.filter((f) => !f.failure), description.value, setup.value, givenEdits(), trusted())

/** The analysis as it is saved: with the hashes of its inputs and the command that repeats it. */
export const savedAnalysis = () => {
  const { command, description } = repeated()
  return engine.text('saved', options(), JSON.stringify(command), description)
}

export async function analyze(then: Screen | null = 'answer') {
  const done = await during('Analysing the run …', async () => {
    await tell()
    const text = await engine.text('analyze', options())
    analysisText.value = text
    const found = JSON.parse(text) as Analysis
    contacts.value = contactsOf(await engine.text('strides'))
    lanes.value = await engine.json<Lane[]>('lanes', options())
    catalogue.value ??= { metrics: await engine.json('list', 'metrics'), faults: faultList(await engine.json('list', 'faults')) }
    analysis.value = found
    const cadence = found.metrics.find((m) => m.id === 'cadence')
    if (cadence) metronome.value = advisedCadence(found, cadence.value)
    return true
  })
  if (done && then) screen.value = then
  return done ?? false
}
const faultList = (list: unknown): FaultInfo[] => (Array.isArray(list) ? list : ((list as { faults?: FaultInfo[] }).faults ?? []))

/** Five per cent more where a finding advises a higher step rate; otherwise the runner's own. */
export function advisedCadence(found: Analysis, cadence: number): number {
  const faster = found.findings.some((f) => f.status === 'present' && f.advice.some((a) => /step rate|cadence|steps/i.test(a)))
  return Math.round(faster ? cadence * 1.05 : cadence)
}

// Edits, with undo.
const past: Edits[] = []
const future: Edits[] = []
export const canUndo = signal(false)
export async function edit(to: (now: Edits) => Edits) {
  past.push(edits.value); future.length = 0
  edits.value = to(structuredClone(edits.value))
  canUndo.value = true
  if (!(await analyze(null))) { edits.value = past.pop()!; canUndo.value = past.length > 0 }
}
export async function undo() {
  const before = past.pop()
  if (!before) return
  future.push(edits.value); edits.value = before
  canUndo.value = past.length > 0
  await analyze(null)
}
