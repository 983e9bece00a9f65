// One dot per step, left above right; a bar is the 95 % interval of the side's value, a line the limit.
import type { Contact } from '../contacts.ts'
import type { Metric } from '../engine/types.ts'
import { amount, fixed, metricName, metricScale, metricUnit } from '../words.ts'

export function Steps({ id, threshold, marked, metric, contacts }: { id: string; threshold: number; marked: number; metric?: Metric; contacts: Contact[] }) {
  if (!metric) return null
  const scale = metricScale(id)
  const rows = (['left', 'right'] as const).map((side) => ({ side, dots: contacts.filter((c) => c.valid && c.side === side && id in c.values).map((c) => c.values[id]! * scale), value: (side === 'left' ? metric.left : metric.right) }))
  const sided = rows.some((row) => row.value !== null)
  const shown = sided ? rows : [{ side: 'both' as const, dots: contacts.filter((c) => c.valid && id in c.values).map((c) => c.values[id]! * scale), value: metric.value }]
  const error = (metric.side_uncertainty ?? metric.uncertainty) * scale
  const values = [...shown.flatMap((row) => [...quantiles(row.dots), ...(row.value === null ? [] : [row.value * scale - error, row.value * scale + error])]), threshold * scale, marked * scale]
  let low = Math.min(...values), high = Math.max(...values)
  const pad = 0.08 * (high - low || 1)
  low -= pad; high += pad
  const x = (v: number) => 62 + ((Math.min(high, Math.max(low, v)) - low) / (high - low)) * 290
  const height = 34 * shown.length + 40
  const every = (list: number[]) => list.filter((_, i) => i % Math.max(1, Math.ceil(list.length / 160)) === 0)
  const line = fixed(threshold * scale, Number.isInteger(Math.round(threshold * scale * 10) / 10) ? 0 : 1)
  return (
    <svg class="steps" viewBox={`0 0 372 ${height}`} role="img" aria-label={`${metricName(id)}: ${shown.map((row) => `${row.side} ${amount(id, row.value, metric.side_uncertainty ?? metric.uncertainty).value}`).join(', ')} ${metricUnit(id)}; limit ${line}`}>
      <line class="limit" x1={x(threshold * scale)} x2={x(threshold * scale)} y1="16" y2={height - 22} />
      <text x={x(threshold * scale)} y="11" text-anchor="middle">limit {line}</text>
      {shown.map((row, i) => {
        const y = 34 + 34 * i
        return <g key={row.side} class={row.side}>
          <text class="name" x="2" y={y + 4}>{row.side}</text>
          {every(row.dots).map((v, k) => row.side === 'right' ? <rect key={k} class="dot" x={x(v) - 2} y={y - 2 + jitter(k)} width="4" height="4" /> : <circle key={k} class="dot" cx={x(v)} cy={y + jitter(k)} r="2.2" />)}
          {row.value !== null && <><line class="interval" x1={x(row.value * scale - error)} x2={x(row.value * scale + error)} y1={y} y2={y} /><line class="mean" x1={x(row.value * scale)} x2={x(row.value * scale)} y1={y - 9} y2={y + 9} /></>}
        </g>
      })}
      <line class="axis" x1="62" x2="352" y1={height - 22} y2={height - 22} />
      {ticks(low, high).map((t) => <g key={t}><line class="axis" x1={x(t)} x2={x(t)} y1={height - 22} y2={height - 18} /><text x={x(t)} y={height - 6} text-anchor="middle">{fixed(t, Number.isInteger(t) ? 0 : 1)}</text></g>)}
      <text x="356" y={height - 18}>{metricUnit(id)}</text>
    </svg>
  )
}

const jitter = (k: number) => ((k * 7919) % 17) - 8
/** Without the outermost steps, which would squeeze the rest. */
function quantiles(list: number[]): number[] {
  if (!list.length) return []
  const sorted = [...list].sort((a, b) => a - b)
  return [sorted[Math.floor(0.02 * (sorted.length - 1))]!, sorted[Math.ceil(0.98 * (sorted.length - 1))]!]
}
export function ticks(low: number, high: number, n = 4): number[] {
  const raw = (high - low) / n
  const power = 10 ** Math.floor(Math.log10(raw || 1))
  const step = [1, 2, 5, 10].map((k) => k * power).find((k) => k >= raw) ?? power
  const out: number[] = []
  for (let t = Math.ceil(low / step) * step; t <= high + 1e-9; t += step) out.push(Math.round(t * 1e6) / 1e6)
  return out
}
