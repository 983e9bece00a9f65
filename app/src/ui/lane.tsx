// One lane of the signal: smallest and largest value per pixel, contacts shaded behind it.
import { useEffect, useRef } from 'preact/hooks'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import type { Contact } from '../contacts.ts'

export type View = [number, number]
const colour = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name).trim()

/** Two points per bucket: a vertical line from the smallest to the largest sample. Gaps are shaded, and the line runs on. */
function zigzag(tiles: Float64Array): [number[], number[]] {
  const x: number[] = [], y: number[] = []
  for (const { t, low, high } of buckets(tiles)) {
    if (Number.isNaN(low)) continue
    x.push(t); y.push(low)
    if (high !== low) { x.push(t); y.push(high) }
  }
  return [x, y]
}

/** What the engine's `tiles` returns: start and length of a bucket, then pairs. */
export function* buckets(tiles: Float64Array): Generator<{ t: number; low: number; high: number }> {
  const start = tiles[0]!, length = tiles[1]!
  for (let k = 2; k + 1 < tiles.length; k += 2) yield { t: start + length * (k / 2 - 0.5), low: tiles[k]!, high: tiles[k + 1]! }
}

interface LaneProps {
  name: string; unit: string; view: View; end: number; gaps: [number, number][]; contacts: Contact[]; excluded: { from_s: number; to_s: number }[]
  section: View | null; cursor: number | null; pins: { a: number | null; b: number | null }; limit: number | null; last: boolean; stamp: string; side: string | null
  /** Start of the sensor's clock on that of the run, s. */
  offset: number
  fetch: (width: number) => Promise<Float64Array>; onView: (view: View) => void; onCursor: (t: number) => void; onSection: (part: View | null) => void
  onMoved: (at: number, to: { on?: number; off?: number }) => void
}

export function LaneChart(props: LaneProps) {
  const root = useRef<HTMLDivElement>(null)
  const plot = useRef<uPlot | undefined>(undefined)
  const now = useRef(props)
  now.current = props
  const grabbed = useRef<{ contact: Contact; edge: 'on' | 'off'; t: number } | null>(null)

  useEffect(() => {
    const element = root.current!
    const height = () => (window.innerWidth < 600 ? 84 : 104)
    const shade = (u: uPlot) => {
      const { ctx, bbox } = u
      const p = now.current
      const px = (t: number) => u.valToPos(t, 'x', true)
      const band = (from: number, to: number, style: string) => { ctx.fillStyle = style; const a = Math.max(bbox.left, px(from)), b = Math.min(bbox.left + bbox.width, px(to)); if (b > a) ctx.fillRect(a, bbox.top, b - a, bbox.height) }
      ctx.save()
      for (const gap of p.gaps) band(gap[0], gap[1], colour('--gap'))
      const wide = p.view[1] - p.view[0] < 60
      if (wide) for (const c of p.contacts) {
        const off = c.off ?? c.on + 0.02
        if (off < p.view[0] || c.on > p.view[1]) continue
        const [on, toe] = grabbed.current?.contact === c ? (grabbed.current.edge === 'on' ? [grabbed.current.t, off] : [c.on, grabbed.current.t]) : [c.on, off]
        const own = !p.side || p.side === c.side
        if (c.valid) band(on, toe, colour(c.side === 'left' ? (own ? '--left-band' : '--left-thin') : c.side === 'right' ? (own ? '--right-band' : '--right-thin') : '--gap'))
        else hatch(ctx, Math.max(bbox.left, px(on)), bbox.top, Math.min(bbox.left + bbox.width, px(toe)), bbox.height, colour('--muted'))
        if (own) { ctx.strokeStyle = colour(c.side === 'left' ? '--left' : '--right'); ctx.lineWidth = devicePixelRatio; ctx.setLineDash(c.side === 'left' ? [] : [4, 3]); for (const t of [on, toe]) if (t >= p.view[0] && t <= p.view[1]) { ctx.beginPath(); ctx.moveTo(px(t), bbox.top); ctx.lineTo(px(t), bbox.top + bbox.height); ctx.stroke() } ctx.setLineDash([]) }
      }
      for (const e of p.excluded) { band(e.from_s, e.to_s, colour('--excluded')); hatch(ctx, Math.max(bbox.left, px(e.from_s)), bbox.top, Math.min(bbox.left + bbox.width, px(e.to_s)), bbox.height, colour('--muted')) }
      if (p.section) band(p.section[0], p.section[1], colour('--select'))
      ctx.restore()
    }
    const front = (u: uPlot) => {
      const { ctx, bbox } = u
      const p = now.current
      const line = (t: number | null, style: string, label = '') => {
        if (t === null || t < p.view[0] || t > p.view[1]) return
        const x = u.valToPos(t, 'x', true)
        ctx.strokeStyle = style; ctx.lineWidth = 1.5 * devicePixelRatio
        ctx.beginPath(); ctx.moveTo(x, bbox.top); ctx.lineTo(x, bbox.top + bbox.height); ctx.stroke()
        if (label) { ctx.fillStyle = style; ctx.font = `${12 * devicePixelRatio}px system-ui`; ctx.fillText(label, x + 3, bbox.top + 12 * devicePixelRatio) }
      }
      ctx.save()
      line(p.cursor, colour('--text')); line(p.pins.a, colour('--accent'), 'A'); line(p.pins.b, colour('--accent'), 'B')
      if (p.limit) for (const v of [p.limit]) { const y = u.valToPos(v, 'y', true); if (y > bbox.top) { ctx.strokeStyle = colour('--muted'); ctx.setLineDash([2, 4]); ctx.beginPath(); ctx.moveTo(bbox.left, y); ctx.lineTo(bbox.left + bbox.width, y); ctx.stroke() } }
      ctx.restore()
    }
    const u = new uPlot({
      width: element.clientWidth, height: height() + (props.last ? 28 : 0), legend: { show: false }, padding: [8, 8, props.last ? 0 : 7, 0],
      cursor: { y: false, drag: { setScale: false, x: true, y: false }, sync: { key: 'lanes' }, points: { show: false } },
      scales: { x: { time: false, range: () => now.current.view }, y: { auto: true } },
      axes: [
        { show: props.last, size: 28, stroke: () => colour('--muted'), grid: { show: false }, ticks: { stroke: () => colour('--line') }, font: '12px system-ui', values: (_u, list) => list.map((t) => (now.current.view[1] - now.current.view[0] > 90 ? `${Math.floor(t / 60)}:${String(Math.round(t % 60)).padStart(2, '0')}` : `${+t.toFixed(2)} s`)) },
        { size: 42, stroke: () => colour('--muted'), grid: { stroke: () => colour('--line'), width: 1 }, ticks: { show: false }, font: '12px system-ui', space: 32 },
      ],
      series: [{}, { stroke: () => colour('--trace'), width: 1, points: { show: false }, spanGaps: false }],
      hooks: {
        drawClear: [shade], draw: [front],
        setSelect: [(u) => {
          if (grabbed.current || u.select.width < 4) return
          const a = u.posToVal(u.select.left, 'x'), b = u.posToVal(u.select.left + u.select.width, 'x')
          u.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false)
          now.current.onSection([a, b])
        }],
      },
    }, [[0], [null]], element)
    plot.current = u
    const over = u.over
    const timeAt = (event: MouseEvent) => u.posToVal(event.clientX - over.getBoundingClientRect().left, 'x')
    const edge = (event: MouseEvent) => {
      const p = now.current
      const span = p.view[1] - p.view[0]
      if (span > 8) return null
      const t = timeAt(event), reach = (5 / over.clientWidth) * span
      for (const contact of p.contacts) {
        if (p.side && p.side !== contact.side) continue
        if (Math.abs(contact.on - t) < reach) return { contact, edge: 'on' as const, t }
        if (contact.off !== null && Math.abs(contact.off - t) < reach) return { contact, edge: 'off' as const, t }
      }
      return null
    }
    const down = (event: PointerEvent) => {
      const found = event.button === 0 ? edge(event) : null
      if (!found) return
      event.stopImmediatePropagation(); event.preventDefault()
      grabbed.current = found
      over.setPointerCapture(event.pointerId)
    }
    const mouse = (event: MouseEvent) => { if (grabbed.current) event.stopImmediatePropagation() }
    const move = (event: PointerEvent) => {
      if (grabbed.current) { grabbed.current.t = timeAt(event); u.redraw(false) } else over.style.cursor = edge(event) ? 'ew-resize' : ''
    }
    const up = (event: PointerEvent) => {
      const held = grabbed.current
      grabbed.current = null
      if (!held) return
      event.stopImmediatePropagation()
      if (Math.abs(held.t - held.contact[held.edge]!) > 1e-4) now.current.onMoved(held.contact.on, held.edge === 'on' ? { on: held.t } : { off: held.t })
      else u.redraw(false)
    }
    const click = (event: MouseEvent) => now.current.onCursor(timeAt(event))
    const wheel = (event: WheelEvent) => {
      event.preventDefault()
      const [a, b] = now.current.view
      if (Math.abs(event.deltaX) > Math.abs(event.deltaY) || event.shiftKey) { const by = ((event.deltaX || event.deltaY) / over.clientWidth) * (b - a); now.current.onView([a + by, b + by]); return }
      const t = timeAt(event), f = Math.exp(event.deltaY * 0.002)
      now.current.onView([t - (t - a) * f, t + (b - t) * f])
    }
    // Pinch with two fingers, pan with one.
    let fingers: Touch[] = [], from: View = [0, 0]
    const touch = (event: TouchEvent) => { fingers = [...event.touches]; from = now.current.view }
    const pinch = (event: TouchEvent) => {
      if (event.touches.length !== 2 || fingers.length !== 2) return
      event.preventDefault()
      const gap = (list: ArrayLike<Touch>) => Math.abs(list[0]!.clientX - list[1]!.clientX) + 1
      const f = gap(fingers) / gap(event.touches), mid = (from[0] + from[1]) / 2
      now.current.onView([mid - (mid - from[0]) * f, mid + (from[1] - mid) * f])
    }
    over.addEventListener('pointerdown', down, true); over.addEventListener('mousedown', mouse, true); over.addEventListener('pointermove', move)
    over.addEventListener('pointerup', up, true); over.addEventListener('click', click); over.addEventListener('wheel', wheel, { passive: false })
    over.addEventListener('touchstart', touch, { passive: true }); over.addEventListener('touchmove', pinch, { passive: false })
    const resize = new ResizeObserver(() => { if (element.clientWidth > 0) u.setSize({ width: element.clientWidth, height: height() + (props.last ? 28 : 0) }) })
    resize.observe(element)
    return () => { resize.disconnect(); u.destroy() }
  }, [])

  // New samples for a new view; an older answer that comes late is dropped.
  const turn = useRef(0)
  useEffect(() => {
    const mine = ++turn.current
    const offset = props.offset
    const width = Math.max(100, Math.min(2000, root.current?.clientWidth ?? 800))
    void props.fetch(width).then((tiles) => { if (mine === turn.current && plot.current) { const [x, y] = zigzag(tiles); plot.current.setData([x.map((t) => t + offset), y] as uPlot.AlignedData) } }).catch(() => undefined)
  }, [props.stamp])
  useEffect(() => { plot.current?.redraw(false, true) }, [props.contacts, props.section, props.cursor, props.excluded, props.pins, props.view])
  return <div class="lane"><p class="lane-name">{props.name} <span>{props.unit}</span></p><div ref={root} class="plot" /></div>
}

function hatch(ctx: CanvasRenderingContext2D, left: number, top: number, right: number, height: number, style: string) {
  if (right <= left) return
  ctx.save(); ctx.beginPath(); ctx.rect(left, top, right - left, height); ctx.clip()
  ctx.strokeStyle = style; ctx.globalAlpha = 0.6; ctx.lineWidth = devicePixelRatio
  for (let x = left - height; x < right; x += 8 * devicePixelRatio) { ctx.beginPath(); ctx.moveTo(x, top + height); ctx.lineTo(x + height, top); ctx.stroke() }
  ctx.restore()
}

/** The whole run with the part that the lanes show; drag to choose another. */
export function Overview({ end, view, onView, fetch, excluded, offset }: { offset: number; end: number; view: View; onView: (view: View) => void; fetch: (width: number) => Promise<Float64Array>; excluded: { from_s: number; to_s: number }[] }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const tiles = useRef<Float64Array | undefined>(undefined)
  const drag = useRef<{ x: number; moving: number | null } | null>(null)
  const draw = () => {
    const c = canvas.current
    if (!c) return
    const ratio = devicePixelRatio, w = c.clientWidth * ratio, h = c.clientHeight * ratio
    if (c.width !== w) c.width = w
    if (c.height !== h) c.height = h
    const ctx = c.getContext('2d')!
    ctx.clearRect(0, 0, w, h)
    const t = tiles.current
    if (t) {
      const list = [...buckets(t)].filter((b) => !Number.isNaN(b.low))
      const high = list.reduce((most, b) => Math.max(most, b.high), 1)
      ctx.fillStyle = colour('--trace')
      const wide = Math.max(1, (t[1]! / end) * w)
      for (const b of list) ctx.fillRect(((b.t + offset) / end) * w - wide / 2, h - (b.high / high) * h, wide, Math.max(1, ((b.high - b.low) / high) * h))
    }
    for (const e of excluded) { ctx.fillStyle = colour('--excluded'); ctx.fillRect((e.from_s / end) * w, 0, ((e.to_s - e.from_s) / end) * w, h) }
    ctx.fillStyle = colour('--veil')
    const a = (view[0] / end) * w, b = Math.max((view[1] / end) * w, a + 3 * ratio)
    ctx.fillRect(0, 0, a, h); ctx.fillRect(b, 0, w - b, h)
    ctx.strokeStyle = colour('--accent'); ctx.lineWidth = 2 * ratio; ctx.strokeRect(a, ratio, b - a, h - 2 * ratio)
  }
  useEffect(() => { void fetch(Math.max(200, canvas.current?.clientWidth ?? 800)).then((found) => { tiles.current = found; draw() }).catch(() => undefined) }, [end])
  useEffect(draw)
  const at = (event: PointerEvent) => { const box = canvas.current!.getBoundingClientRect(); return Math.min(end, Math.max(0, ((event.clientX - box.left) / box.width) * end)) }
  return (
    <canvas ref={canvas} class="overview" role="img" aria-label={`Whole run; shown from ${view[0].toFixed(0)} to ${view[1].toFixed(0)} of ${end.toFixed(0)} seconds`}
      onPointerDown={(event) => { canvas.current!.setPointerCapture(event.pointerId); const t = at(event); drag.current = { x: t, moving: t >= view[0] && t <= view[1] ? t - view[0] : null } }}
      onPointerMove={(event) => { const d = drag.current; if (!d) return; const t = at(event); if (d.moving !== null) { const span = view[1] - view[0]; onView([t - d.moving, t - d.moving + span]) } else if (Math.abs(t - d.x) > end / 400) onView([Math.min(t, d.x), Math.max(t, d.x)]) }}
      onPointerUp={(event) => { const d = drag.current; drag.current = null; if (d && d.moving === null && Math.abs(at(event) - d.x) <= end / 400) { const span = view[1] - view[0]; onView([d.x - span / 2, d.x + span / 2]) } }} />
  )
}
