// The description of a run (session.toml), as the command line reads it.
import type { SensorFile } from './state.ts'

export interface Setup {
  runner: { id?: string; mass_kg?: number; height_cm?: number; leg_length_cm?: number }
  run: { started?: string; speed_mps?: number; slope_percent?: number; surface?: string }
  symptoms: { side?: string; place?: string; behaviour?: string; severity?: number }[]
}

const text = (value: string) => JSON.stringify(value).replace(/\u007f/g, '\\u007f')
const table = (name: string, values: Record<string, unknown>) => {
  const lines = Object.entries(values).filter(([, v]) => v !== undefined && v !== '').map(([k, v]) => `${k} = ${typeof v === 'string' ? text(v) : v}`)
  return lines.length ? `${name}\n${lines.join('\n')}\n\n` : ''
}

/** Tables of a given description other than its recordings. */
function kept(toml: string | null): string {
  if (!toml) return ''
  const out: string[] = []
  let skip = false
  for (const line of toml.split(/\r?\n/)) {
    if (/^\s*\[/.test(line)) skip = /^\s*\[\[?recording/.test(line)
    if (!skip) out.push(line)
  }
  return `${out.join('\n').trim()}\n\n`
}

export function describe(files: SensorFile[], name: string, given: string | null, setup?: Setup): string {
  const folder = name.includes('/') ? name.slice(0, name.lastIndexOf('/') + 1) : ''
  const inside = (file: string) => (folder && file.startsWith(folder) ? file.slice(folder.length) : file)
  let out = setup && !given ? table('[runner]', setup.runner) + table('[run]', setup.run) : kept(given)
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
