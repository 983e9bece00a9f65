// Medians of the steps in a section, beside those of the whole run.
import type { Contact } from '../contacts.ts'
import type { Analysis } from '../engine/types.ts'
import { amount, duration, metricName, metricUnit, plural } from '../words.ts'

export const median = (list: number[]) => {
  const sorted = [...list].sort((a, b) => a - b)
  const mid = sorted.length >> 1
  return sorted.length === 0 ? null : sorted.length % 2 ? sorted[mid]! : (sorted[mid - 1]! + sorted[mid]!) / 2
}

export function Section({ found, contacts, part, onClear, onExclude }: { found: Analysis; contacts: Contact[]; part: [number, number] | null; onClear: () => void; onExclude: () => void }) {
  if (!part) return <p class="quiet">Select a section to see its own numbers.</p>
  const inside = contacts.filter((c) => c.on >= part[0] && c.on <= part[1])
  const ids = found.metrics.filter((m) => inside.some((c) => m.id in c.values)).slice(0, 12)
  const time = inside.length > 2 ? inside[inside.length - 1]!.on - inside[0]!.on : 0
  return (
    <section class="section" aria-live="polite" aria-label="This section">
      <h2>For this section</h2>
      <p>{duration(part[1] - part[0])}, {plural(inside.length, 'step')} <button onClick={onExclude}>Exclude it</button> <button class="plain" onClick={onClear}>Clear</button></p>
      {inside.length < 4 ? <p class="quiet">Too few steps for numbers.</p> : <ul class="tiles small">
        {time > 0 && <li class="tile"><h3>Cadence</h3><p class="num">{((60 * (inside.length - 1)) / time).toFixed(0)} <span>steps/min</span></p><p class="quiet">whole run {amount('cadence', found.metrics.find((m) => m.id === 'cadence')?.value, found.metrics.find((m) => m.id === 'cadence')?.uncertainty).value}</p></li>}
        {ids.map((m) => {
          const of = (side?: string) => median(inside.filter((c) => (!side || c.side === side) && m.id in c.values).map((c) => c.values[m.id]!))
          return <li class="tile" key={m.id}><h3>{metricName(m.id)}</h3><p class="num">{amount(m.id, of(), m.uncertainty).value} <span>{metricUnit(m.id, m.unit)}</span></p>
            {m.left !== null && m.right !== null && <p class="sides"><span class="l">left {amount(m.id, of('left'), m.uncertainty).value}</span> <span class="r">right {amount(m.id, of('right'), m.uncertainty).value}</span></p>}
            <p class="quiet">whole run {amount(m.id, m.value, m.uncertainty).value}</p></li>
        })}
      </ul>}
    </section>
  )
}
