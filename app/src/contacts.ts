// The table of contacts, as `--strides` writes it.

export interface Contact { side: string; on: number; off: number | null; valid: boolean; reason: string; placement: string; values: Record<string, number> }

/** Cells of one line; quoted cells may hold commas. */
function cells(line: string): string[] {
  const out: string[] = []
  let cell = '', quoted = false
  for (let i = 0; i < line.length; i++) {
    const c = line[i]!
    if (c === '"') { if (quoted && line[i + 1] === '"') { cell += '"'; i++ } else quoted = !quoted }
    else if (c === ',' && !quoted) { out.push(cell); cell = '' }
    else cell += c
  }
  out.push(cell)
  return out
}

export function contactsOf(csv: string): Contact[] {
  const [head, ...lines] = csv.trimEnd().split(/\r?\n/)
  const names = cells(head ?? '')
  const at = (name: string) => names.indexOf(name)
  const [side, on, off, valid, reason, placement] = ['side', 'initial_contact_s', 'toe_off_s', 'valid', 'reason', 'placement'].map(at) as [number, number, number, number, number, number]
  return lines.filter(Boolean).map((line) => {
    const c = cells(line)
    const values: Record<string, number> = {}
    for (let i = 8; i < names.length; i++) if (c[i]) values[names[i]!] = Number(c[i])
    return { side: c[side]!, on: Number(c[on]), off: c[off] ? Number(c[off]) : null, valid: c[valid] === 'true', reason: c[reason] ?? '', placement: c[placement]!, values }
  })
}
