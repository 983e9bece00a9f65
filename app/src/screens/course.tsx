// Each metric over the minutes of the run.
import { median } from '../ui/section.tsx'
import { ticks } from '../ui/steps.tsx'
import { analysis, contacts } from '../state.ts'
import { amount, digits, fixed, metricName, metricScale, metricUnit } from '../words.ts'

const wanted = ['cadence', 'contact_time', 'contact_time_balance', 'pelvic_drop_excursion', 'vertical_oscillation', 'peak_tibial_acceleration', 'shank_angle_at_contact', 'foot_strike_angle', 'stride_length', 'flight_time', 'duty_factor', 'leg_stiffness', 'speed']

export function Course() {
  const found = analysis.value
  if (!found) return null
  const steps = contacts.value.filter((c) => c.valid)
  const start = steps[0]?.on ?? 0, end = steps[steps.length - 1]?.on ?? 0
  const block = end - start < 150 ? 10 : 60
  const series = (id: string, side?: string) => {
    const parts = new Map<number, number[]>()
    for (const c of steps) {
      const value = c.values[id]
      if (value !== undefined && (!side || c.side === side)) { const k = Math.floor((c.on - start) / block); (parts.get(k) ?? parts.set(k, []).get(k)!).push(value) }
    }
    return [...parts].filter(([, list]) => list.length >= 3).map(([k, list]) => ({ t: (k + 0.5) * block, v: median(list)! }))
  }
  const cadence = () => {
    const out: { t: number; v: number }[] = []
    for (let k = 0; k * block <= end - start; k++) { const own = steps.filter((c) => c.on - start >= k * block && c.on - start < (k + 1) * block); if (own.length > 5) out.push({ t: (k + 0.5) * block, v: (60 * (own.length - 1)) / (own[own.length - 1]!.on - own[0]!.on) }) }
    return out
  }
  const shown = found.metrics.filter((m) => wanted.includes(m.id)).sort((a, b) => wanted.indexOf(a.id) - wanted.indexOf(b.id))
  const rows = shown.map((m) => ({ m, both: m.id === 'cadence' && steps.length ? cadence() : m.series?.length ? m.series.map((p) => ({ t: p.t_s, v: p.value })) : series(m.id), left: m.left === null ? [] : series(m.id, 'left'), right: m.right === null ? [] : series(m.id, 'right') })).filter((row) => row.both.length > 1)
  const last = rows.find((row) => row.m.id === 'speed')
  const ordered = [...rows.filter((row) => row !== last), ...(last ? [last] : [])]
  return (
    <div>
      <h1 tabIndex={-1}>Over the run</h1>
      <p class="lead">{block === 60 ? 'Medians per minute.' : 'A short run: medians per ten seconds.'} Inside the band, movement is no more than step-to-step scatter. Speed comes last; form follows it.</p>
      {ordered.some((row) => row.left.length > 1) && <p class="line-key"><span class="l">left, solid</span> <span class="r">right, dashed</span> <span>both</span></p>}
      {ordered.length === 0 && <p>This run is too short to show a course.</p>}
      <div class="multiples">{ordered.map(({ m, both, left, right }) => {
        const scale = metricScale(m.id)
        const all = [...both, ...left, ...right].map((p) => p.v * scale)
        const band = m.sd === null || left.length > 1 ? 0 : (1.96 * m.sd * scale) / Math.sqrt(Math.max(1, m.n / both.length))
        let low = Math.min(...all), high = Math.max(...all)
        const pad = Math.max(0.15 * (high - low), 1.3 * band, 1e-9)
        low -= pad; high += pad
        const t1 = Math.max(...both.map((p) => p.t), block)
        const x = (t: number) => 44 + (t / t1) * 290, y = (v: number) => 104 - ((Math.min(high, Math.max(low, v)) - low) / (high - low)) * 90
        const line = (list: { t: number; v: number }[]) => list.map((p, i) => `${i ? 'L' : 'M'}${x(p.t).toFixed(1)} ${y(p.v * scale).toFixed(1)}`).join('')
        const drift = found.drift?.find((d) => (d as unknown as { id: string }).id === m.id) as unknown as { change: number; uncertainty: number } | undefined
        const clear = drift && Math.abs(drift.change) > drift.uncertainty
        const d = drift ? amount(m.id, drift.change, drift.uncertainty) : null
        return <figure key={m.id}><figcaption><b>{metricName(m.id)}</b> <span class="quiet">{metricUnit(m.id, m.unit)}</span></figcaption>
          <svg viewBox="0 0 350 128" role="img" aria-label={`${metricName(m.id)} over the run: from ${amount(m.id, both[0]!.v, m.uncertainty).value} to ${amount(m.id, both[both.length - 1]!.v, m.uncertainty).value} ${metricUnit(m.id, m.unit)}`}>
            <rect class="band" x="44" width="290" y={y(m.value * scale + band)} height={Math.max(0, y(m.value * scale - band) - y(m.value * scale + band))} />
            {ticks(low, high, 3).map((t) => <g key={t}><line class="grid" x1="44" x2="334" y1={y(t)} y2={y(t)} /><text x="39" y={y(t) + 4} text-anchor="end">{fixed(t, Math.max(0, Math.min(2, digits((high - low) / 4, t))))}</text></g>)}
            {left.length > 1 && <path class="line left" d={line(left)} />}{right.length > 1 && <path class="line right" d={line(right)} />}
            {left.length < 2 && <path class="line" d={line(both)} />}
            {ticks(0, (t1 / 60) * 0.93, 4).map((t) => <text key={t} x={x(t * 60)} y="122" text-anchor="middle">{fixed(t, Number.isInteger(t) ? 0 : 1)}</text>)}
            <text x="350" y="122" text-anchor="end">min</text>
          </svg>
          {d && <p class="quiet">Late minus early: <b>{d.value} ± {d.error} {metricUnit(m.id, m.unit)}</b>{clear ? '' : ' (within error)'}</p>}
        </figure>
      })}</div>
    </div>
  )
}
