// All strides over each other, and any metric step by step.
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { buckets } from '../ui/lane.tsx'
import { narrow } from '../ui/narrow.ts'
import { median } from '../ui/section.tsx'
import { ticks } from '../ui/steps.tsx'
import type { Curve } from '../engine/types.ts'
import type { Contact } from '../contacts.ts'
import { analysis, contacts, edit, engine, lanes, look, screen } from '../state.ts'
import { amount, clock, fixed, metricName, metricScale, metricUnit, place } from '../words.ts'

const names: Record<string, string> = { foot_pitch: 'Foot pitch', shank_angle: 'Shin angle', pelvic_obliquity: 'Pelvic obliquity', vertical_acceleration: 'Vertical acceleration' }

export function Strides() {
  const found = analysis.value
  const curves = found?.curves ?? []
  const ids = [...new Set(curves.map((c) => c.id))]
  const steps = useMemo(() => contacts.value.filter((c) => c.valid), [contacts.value])
  const metrics = useMemo(() => [...new Set(steps.flatMap((c) => Object.keys(c.values)))], [steps])
  const [metric, setMetric] = useState(metrics.includes('contact_time') ? 'contact_time' : metrics[0] ?? '')
  const [against, setAgainst] = useState('time')
  const [hover, setHover] = useState<Contact | null>(null)
  if (!found) return null
  return (
    <div>
      <h1 tabIndex={-1}>Strides</h1>
      <p class="lead">Every stride of the run over the last: how alike they are, and left against right.</p>
      {lanes.value.length > 0 && <Overlay steps={steps} hover={hover} onHover={setHover} />}
      {ids.length > 0 && <section aria-labelledby="cycle"><h2 id="cycle">Gait cycle</h2><div class="multiples">{ids.map((id) => <Cycle key={id} curves={curves.filter((c) => c.id === id)} />)}</div><p class="quiet">Mean of all strides, with one standard deviation; from one contact of a foot to its next. The tick marks toe-off.</p></section>}
      {metrics.length > 0 && <section aria-labelledby="dots"><h2 id="dots">Step by step</h2>
        <p class="bar"><label>Metric <select value={metric} onChange={(e) => setMetric(e.currentTarget.value)}>{metrics.map((m) => <option key={m} value={m}>{metricName(m)}</option>)}</select></label>
          <label>Against <select value={against} onChange={(e) => setAgainst(e.currentTarget.value)}><option value="time">time</option>{metrics.includes('speed') && <option value="speed">speed</option>}</select></label></p>
        <Dots steps={steps} metric={metric} against={against} hover={hover} onHover={setHover} />
        <p class="quiet">A dot is a step; click it to see it in the signal. Drag a box around steps to exclude them.</p></section>}
    </div>
  )
}

/** Acceleration of each stride on a common axis, thin lines; the median in front. */
function Overlay({ steps, hover, onHover }: { steps: Contact[]; hover: Contact | null; onHover: (c: Contact | null) => void }) {
  const [lane, setLane] = useState(0)
  const [strides, setStrides] = useState<{ contact: Contact; y: Float64Array }[]>([])
  const current = lanes.value[lane] ?? lanes.value[0]!
  const side = /-(left|right)$/.exec(current.placement)?.[1]
  useEffect(() => {
    let off = false
    const own = steps.filter((c) => !side || c.side === side)
    const pairs = own.flatMap((c) => { const next = steps.find((o) => o.on > c.on + 0.1 && o.side === c.side); return next && next.on - c.on < 1.2 ? [{ contact: c, to: next.on }] : [] })
    const every = Math.max(1, Math.ceil(pairs.length / 200))
    void Promise.all(pairs.filter((_, i) => i % every === 0).map(async ({ contact, to }) => {
      const tiles = await engine.raw<Float64Array>('tiles', lane, 'acc_norm', contact.on - current.start_s, to - current.start_s, 1000)
      const y = new Float64Array(101).fill(NaN)
      const points = [...buckets(tiles)].map((b) => ({ p: (100 * (b.t + current.start_s - contact.on)) / (to - contact.on), v: (b.low + b.high) / 2 })).filter((b) => !Number.isNaN(b.v))
      let at = 0
      for (let k = 0; k < 101; k++) {
        while (at + 1 < points.length && points[at + 1]!.p <= k) at++
        const a = points[at], b = points[at + 1] ?? a
        if (a && b) y[k] = b.p > a.p ? a.v + ((b.v - a.v) * Math.min(1, Math.max(0, (k - a.p) / (b.p - a.p)))) : a.v
      }
      return { contact, y }
    })).then((list) => { if (!off) setStrides(list) }).catch(() => undefined)
    return () => { off = true }
  }, [lane, steps])
  const high = Math.max(2, ...strides.map((s) => Math.max(...[...s.y].filter(Number.isFinite))))
  const wide = narrow.value ? 366 : 700
  const x = (k: number) => 32 + (k / 100) * (wide - 56), y = (v: number) => 190 - (v / high) * 175
  const path = (list: ArrayLike<number>) => { let out = ''; for (let k = 0; k < 101; k++) { const v = list[k]!; if (Number.isFinite(v)) out += `${out ? 'L' : 'M'}${x(k).toFixed(1)} ${y(v).toFixed(1)}` } return out }
  const mid = (which: string) => { const own = strides.filter((s) => s.contact.side === which); return own.length < 3 ? null : Array.from({ length: 101 }, (_, k) => median(own.map((s) => s.y[k]!).filter(Number.isFinite)) ?? NaN) }
  return (
    <section aria-labelledby="over"><h2 id="over">All strides</h2>
      <p class="bar"><label>Sensor <select value={lane} onChange={(e) => setLane(Number(e.currentTarget.value))}>{lanes.value.map((l, i) => <option key={i} value={i}>{place(l.placement)}</option>)}</select></label></p>
      <svg class="overlay" viewBox={`0 0 ${wide} 220`} role="img" aria-label={`${strides.length} strides of the ${place(current.placement).toLowerCase()} sensor, acceleration over the stride`} onMouseLeave={() => onHover(null)}>
        {ticks(0, high).map((t) => <g key={t}><line class="grid" x1={x(0)} x2={x(100)} y1={y(t)} y2={y(t)} /><text x="27" y={y(t) + 4} text-anchor="end">{fixed(t, 0)}</text></g>)}
        {strides.map((s, i) => <path key={i} class={`stride ${s.contact.side}${hover === s.contact ? ' hot' : ''}`} d={path(s.y)} onMouseEnter={() => onHover(s.contact)} onClick={() => { look.value = s.contact.on; screen.value = 'signal' }} />)}
        {['left', 'right'].map((which) => { const m = mid(which); return m && <path key={which} class={`median ${which}`} d={path(m)} /> })}
        {[0, 25, 50, 75, 100].map((p) => <text key={p} x={x(p)} y="212" text-anchor="middle">{p} %</text>)}
        <text x="4" y="12">g</text>
      </svg>
      <p class="quiet">{strides.length} strides, contact to next contact of the same foot; thick: median. {hover && `At ${clock(hover.on)}: ${hover.side}.`}</p>
    </section>
  )
}

function Cycle({ curves }: { curves: Curve[] }) {
  const first = curves[0]!
  const all = curves.flatMap((c) => c.mean.flatMap((m, i) => [m - (c.sd[i] ?? 0), m + (c.sd[i] ?? 0)])).filter(Number.isFinite)
  const low = Math.min(...all), high = Math.max(...all)
  const x = (k: number) => 36 + (k / 100) * 300, y = (v: number) => 150 - ((v - low) / (high - low || 1)) * 130
  const line = (list: number[]) => list.map((v, k) => `${k ? 'L' : 'M'}${x(k).toFixed(1)} ${y(v).toFixed(1)}`).join('')
  return (
    <figure><figcaption><b>{names[first.id] ?? metricName(first.id)}</b> <span class="quiet">{first.unit}</span></figcaption>
      <svg viewBox="0 0 350 176" role="img" aria-label={`${names[first.id] ?? first.id}: ${curves.map((c) => `${c.side ?? 'both'}, ${c.n} strides, from ${fixed(Math.min(...c.mean), 0)} to ${fixed(Math.max(...c.mean), 0)} ${c.unit}`).join('; ')}`}>
        {ticks(low, high, 3).map((t) => <g key={t}><line class="grid" x1="36" x2="336" y1={y(t)} y2={y(t)} /><text x="31" y={y(t) + 4} text-anchor="end">{fixed(t, 0)}</text></g>)}
        {curves.map((c) => <g key={`${c.side}`} class={c.side ?? 'both'}>
          <path class="sd" d={`${line(c.mean.map((m, i) => m + (c.sd[i] ?? 0)))}${c.mean.map((m, i) => [m - (c.sd[i] ?? 0), i] as const).reverse().map(([v, k]) => `L${x(k).toFixed(1)} ${y(v).toFixed(1)}`).join('')}Z`} />
          <path class="mean" d={line(c.mean)} />
          {c.toe_off_percent !== null && <line class="toe" x1={x(c.toe_off_percent)} x2={x(c.toe_off_percent)} y1="150" y2="142" />}
          {c.side && <text class="name" x={c.side === 'left' ? 42 : 336} y="14" text-anchor={c.side === 'left' ? 'start' : 'end'}>{c.side}, {c.n}</text>}
        </g>)}
        {[0, 50, 100].map((p) => <text key={p} x={x(p)} y="170" text-anchor={p === 100 ? 'end' : 'middle'}>{p} %</text>)}
      </svg></figure>
  )
}

function Dots({ steps, metric, against, hover, onHover }: { steps: Contact[]; metric: string; against: string; hover: Contact | null; onHover: (c: Contact | null) => void }) {
  const [box, setBox] = useState<{ x0: number; y0: number; x1: number; y1: number } | null>(null)
  const svg = useRef<SVGSVGElement>(null)
  const list = steps.filter((c) => metric in c.values && (against === 'time' || against in c.values))
  const scale = metricScale(metric)
  const xs = list.map((c) => (against === 'time' ? c.on : c.values[against]!)), ys = list.map((c) => c.values[metric]! * scale)
  const sorted = [...ys].sort((a, b) => a - b)
  const at = (q: number) => sorted[Math.round(q * (sorted.length - 1))] ?? 0
  const spread = at(0.99) - at(0.01) || 1
  const low = at(0.01) - 0.15 * spread, high = at(0.99) + 0.15 * spread
  const x0 = Math.min(...xs), x1 = Math.max(...xs)
  const wide = narrow.value ? 366 : 700
  const x = (v: number) => 44 + ((v - x0) / (x1 - x0 || 1)) * (wide - 62), y = (v: number) => 190 - ((Math.min(high, Math.max(low, v)) - low) / (high - low)) * 176
  const point = (e: PointerEvent) => { const b = svg.current!.getBoundingClientRect(); return { x: ((e.clientX - b.left) / b.width) * wide, y: ((e.clientY - b.top) / b.height) * 226 } }
  const every = Math.max(1, Math.ceil(list.length / 3000))
  const chosen = box ? list.filter((_, i) => { const px = x(xs[i]!), py = y(ys[i]!); return px >= Math.min(box.x0, box.x1) && px <= Math.max(box.x0, box.x1) && py >= Math.min(box.y0, box.y1) && py <= Math.max(box.y0, box.y1) }) : []
  const exclude = () => void edit((now) => ({ ...now, removed: [...(now.removed ?? []), ...chosen.map((c) => ({ at_s: Math.round(c.on * 1e6) / 1e6 }))] })).then(() => setBox(null))
  return (
    <>
      <svg ref={svg} class="dots" viewBox={`0 0 ${wide} 226`} role="img" aria-label={`${metricName(metric)} of ${list.length} steps against ${against}`}
        onPointerDown={(e) => { const p = point(e); svg.current!.setPointerCapture(e.pointerId); setBox({ x0: p.x, y0: p.y, x1: p.x, y1: p.y }) }}
        onPointerMove={(e) => { if (box && e.buttons) { const p = point(e); setBox({ ...box, x1: p.x, y1: p.y }) } else { const p = point(e); const near = list.map((c, i) => ({ c, d: Math.hypot(x(xs[i]!) - p.x, y(ys[i]!) - p.y) })).sort((a, b) => a.d - b.d)[0]; onHover(near && near.d < 10 ? near.c : null) } }}
        onPointerUp={(e) => { const p = point(e); if (box && Math.hypot(p.x - box.x0, p.y - box.y0) < 4) { setBox(null); if (hover) { look.value = hover.on; screen.value = 'signal' } } }}>
        {ticks(low, high).map((t) => <g key={t}><line class="grid" x1="44" x2={wide - 18} y1={y(t)} y2={y(t)} /><text x="39" y={y(t) + 4} text-anchor="end">{fixed(t, high - low < 3 ? 1 : 0)}</text></g>)}
        {ticks(x0, x1, narrow.value ? 3 : 6).map((t) => <text key={t} x={x(t)} y="208" text-anchor="middle">{against === 'time' ? clock(t) : fixed(t, 1)}</text>)}
        <text x={wide - 18} y="224" text-anchor="end">{against === 'time' ? 'min:s' : 'm/s'}</text><text x="4" y="12">{metricUnit(metric)}</text>
        {list.map((c, i) => (i % every ? null : c.side === 'right' ? <rect key={i} class={`dot right${c === hover ? ' hot' : ''}`} x={x(xs[i]!) - 2} y={y(ys[i]!) - 2} width="4" height="4" /> : <circle key={i} class={`dot left${c === hover ? ' hot' : ''}`} cx={x(xs[i]!)} cy={y(ys[i]!)} r="2.4" />))}
        {box && <rect class="lasso" x={Math.min(box.x0, box.x1)} y={Math.min(box.y0, box.y1)} width={Math.abs(box.x1 - box.x0)} height={Math.abs(box.y1 - box.y0)} />}
      </svg>
      <p class="status-line" aria-live="polite">{chosen.length > 0 && <>{chosen.length} steps chosen <button onClick={exclude}>Exclude them</button> <button class="plain" onClick={() => setBox(null)}>Clear</button></>}
        {chosen.length === 0 && hover && `${clock(hover.on)} ${hover.side}: ${amount(metric, hover.values[metric], null).value} ${metricUnit(metric)}`}</p>
    </>
  )
}
