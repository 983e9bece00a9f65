// The description of a run (session.toml), as the command line reads it.
import type { Edits } from './engine/types.ts'
import type { SensorFile } from './state.ts'

export interface Setup {
  runner: { id?: string; mass_kg?: number; height_cm?: number; leg_length_cm?: number }
  run: { started?: string; speed_mps?: number; slope_percent?: number; surface?: string }
  symptoms: { side?: string; place?: string; behaviour?: string; severity?: number }[]
}

const text = (value: string) => JSON.stringify(value).replace(/\u007f/g, '\\u007f')
const table = (name: string, values: Record<string, unknown>) => {
  const lines = Object.entries(values).filter(([, v]) => v !== undefined && v !== '').map(([k, v]) => `${k} = ${inline(v)}`)
  return lines.length ? `${name}\n${lines.join('\n')}\n\n` : ''
}

/** A value in one line of TOML. */
function inline(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`
  if (typeof value === 'object' && value !== null) return `{ ${Object.entries(value).filter(([, v]) => v !== undefined).map(([k, v]) => `${text(k)} = ${inline(v)}`).join(', ')} }`
  return typeof value === 'string' ? text(value) : String(value)
}

const filled = (values: object) => Object.entries(values).filter(([, v]) => v !== undefined && v !== '')

/** Files that a description names: `acc.csv+gyr.csv` names two. */
export const namedIn = (toml: string) => [...toml.matchAll(/^\s*file\s*=\s*["']([^"']+)["']/gm)].flatMap((m) => [m[1]!, ...m[1]!.split('+')]).map((n) => n.replace(/^\.\//, ''))

/** Whether a description still says where its files were worn and how they are read. */
export const asGiven = (files: SensorFile[], toml: string | null): toml is string =>
  toml !== null && files.every((file) => !file.failure && !file.placement && !file.rate && !file.units) &&
  namedIn(toml).every((name) => name.includes('+') || files.some((file) => file.name === name || file.name.endsWith(`/${name}`)))

/** A given description, with its recordings or without, and with what was entered on the page in place of what it says. */
function kept(toml: string, recordings: boolean, setup?: Setup, edits?: Edits): string {
  const out: string[] = []
  const entered: Record<string, [string, unknown][]> = { runner: filled(setup?.runner ?? {}), run: filled(setup?.run ?? {}) }
  const write = (table: string) => { out.push(...(entered[table] ?? []).map(([k, v]) => `${k} = ${inline(v)}`)); delete entered[table] }
  let skip = false, replaced: string[] = []
  for (const line of toml.split(/\r?\n/)) {
    const name = /^\s*\[\[?\s*([\w-]+)/.exec(line)?.[1]
    if (name) {
      skip = (name === 'recording' && !recordings) || (name === 'symptom' && Boolean(setup?.symptoms.length)) || (name === 'edits' && edits !== undefined)
      replaced = (entered[name] ?? []).map(([key]) => key)
    }
    const key = /^\s*([\w-]+)\s*=/.exec(line)?.[1]
    if (!skip && !(key && replaced.includes(key))) out.push(line)
    if (name && /^\s*\[[^[]/.test(line)) write(name)
  }
  const rest = Object.entries(entered).map(([name, values]) => table(`[${name}]`, Object.fromEntries(values))).join('')
  return `${out.join('\n').trim()}\n\n${rest}`
}

/** The description of a run: its files, and what was entered and edited on the page if that is given. */
export function describe(files: SensorFile[], name: string, given: string | null, setup?: Setup, edits?: Edits): string {
  const folder = name.includes('/') ? name.slice(0, name.lastIndexOf('/') + 1) : ''
  const inside = (file: string) => (folder && file.startsWith(folder) ? file.slice(folder.length) : file)
  const same = asGiven(files, given)
  let out = given ? kept(given, same, setup, edits) : setup ? table('[runner]', setup.runner) + table('[run]', setup.run) : ''
  for (const symptom of setup?.symptoms ?? []) out += table('[[symptom]]', symptom)
  if (edits) out += table('[edits]', edits as unknown as Record<string, unknown>)
  if (same) return `${out.trim()}\n`
  for (const file of files) {
    const several = file.described.length > 1 && file.kind === 'samples'
    for (const recording of several ? file.described : [undefined]) {
      const placement = several ? recording?.placement : (file.placement ?? (file.described[0]?.placement === 'watch' ? undefined : file.described[0]?.placement))
      out += `[[recording]]\nfile = ${text(inside(file.name))}\n`
      if (placement) out += `placement = ${text(placement)}\n`
      if (several && recording?.device) out += `device = ${text(recording.device)}\n`
      if (Number(file.rate) > 0) out += `rate_hz = ${Number(file.rate).toFixed(3)}\n`
      const units = file.units.split(',').map((u) => u.split('=').map((p) => p.trim())).filter((u) => u.length === 2 && u[1])
      if (units.length) out += `units = { ${units.map(([k, v]) => `${k} = ${text(v!)}`).join(', ')} }\n`
      out += '\n'
    }
  }
  return out
}

/** A run that the command line can repeat. */
export interface Repeat { command: string[]; description: string }

/** Arguments of the command line that repeat this run where its files lie, and the description that they name. */
export function repeat(files: SensorFile[], given: string | null, setup: Setup, edits: Edits | undefined, trusted: boolean): Repeat {
  const folder = files[0]?.name.includes('/') ? files[0].name.slice(0, files[0].name.lastIndexOf('/') + 1) : ''
  const inside = (name: string) => (folder && name.startsWith(folder) ? name.slice(folder.length) : name)
  // What no argument can say is in the description.
  const words = Boolean(setup.runner.id || setup.run.started || setup.symptoms.length || edits)
  const plain = given === null && files.every((file) => file.described.length === 1 && !file.rate && !file.units)
  const flags = [...(files.some((file) => file.skipBadRows) ? ['--skip-bad-rows'] : []), ...(trusted ? ['--trust-placement'] : [])]
  const { mass_kg, height_cm, leg_length_cm } = setup.runner, { speed_mps, slope_percent, surface } = setup.run
  const entered = Object.entries({ mass: mass_kg, height: height_cm, 'leg-length': leg_length_cm, speed: speed_mps, slope: slope_percent, surface })
    .flatMap(([key, value]) => (value === undefined || value === '' ? [] : [`--${key}=${value}`]))
  if (!words && plain) return { command: ['analyze', ...files.map((file) => (file.placement ? `${file.placement}=${inside(file.name)}` : inside(file.name))), ...flags, ...entered], description: '' }
  if (!words && asGiven(files, given)) return { command: ['analyze', 'session.toml', ...flags, ...entered], description: given }
  return { command: ['analyze', 'session.toml', ...flags], description: describe(files, `${folder}session.toml`, given, setup, edits) }
}
