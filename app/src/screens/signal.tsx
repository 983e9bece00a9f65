// The signal: every sensor on one clock, with the steps that were counted; what is wrong can be mended here.
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { Section } from '../ui/section.tsx'
import { LaneChart, Overview, type View } from '../ui/lane.tsx'
import type { Edits } from '../engine/types.ts'
import { analysis, canUndo, contacts, edit, edits, engine, lanes, look, section, undo } from '../state.ts'
import { clock, fixed, place, plural } from '../words.ts'

export function Signal() {
  const list = lanes.value
  const end = Math.max(1, ...list.map((lane) => lane.start_s + lane.seconds))
  const steps = useMemo(() => contacts.value.filter((c) => c.valid), [contacts.value])
  const start = (): View => {
    if (look.value !== null) return [Math.max(0, look.value - 1.5), Math.min(end, look.value + 2.5)]
    const first = steps[Math.min(20, steps.length - 1)]?.on ?? 0
    return [Math.max(0, first - 0.3), Math.min(end, first + 4.7)]
  }
  const [view, setViewRaw] = useState<View>(start)
  const [channel, setChannel] = useState('acc_norm')
  const [cursor, setCursor] = useState<number | null>(look.value)
  const [pins, setPins] = useState<{ a: number | null; b: number | null }>({ a: null, b: null })
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => { look.value = null }, [])
  const setView = ([from, to]: View) => {
    const span = Math.min(end, Math.max(0.25, to - from))
    const a = Math.min(Math.max(0, from), end - span)
    setViewRaw([a, a + span])
  }
  const zoom = (factor: number, at = cursor ?? (view[0] + view[1]) / 2) => setView([at - (at - view[0]) * factor, at + (view[1] - at) * factor])
  const step = (by: number) => {
    const now = cursor ?? (view[0] + view[1]) / 2
    const next = by > 0 ? steps.find((c) => c.on > now + 1e-6) : [...steps].reverse().find((c) => c.on < now - 1e-6)
    if (!next) return
    setCursor(next.on)
    const span = view[1] - view[0]
    if (next.on < view[0] + 0.1 * span || next.on > view[1] - 0.1 * span) setView([next.on - span / 2, next.on + span / 2])
  }
  const exclude = () => {
    const part = section.value
    if (!part) return
    section.value = null
    void edit((now) => ({ ...now, exclude: [...(now.exclude ?? []), { from_s: round(part[0]), to_s: round(part[1]), why: 'by hand' }] }))
  }
  const swap = () => void edit((now) => {
    const sided = [...new Set(list.map((lane) => lane.placement).filter((p) => /-(left|right)$/.test(p)).map((p) => p.replace(/-(left|right)$/, '')))]
    const segments = sided.length ? sided : list.map((lane) => lane.placement)
    const before = now.swap_sides ?? []
    const same = segments.length > 0 && segments.every((s) => before.includes(s))
    const next: Edits = { ...now, swap_sides: same ? before.filter((s) => !segments.includes(s)) : [...new Set([...before, ...segments])] }
    if (!next.swap_sides?.length) delete next.swap_sides
    return next
  })
  const key = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey) { if (event.key === 'z') { event.preventDefault(); void undo() } return }
    const acts: Record<string, () => void> = {
      ArrowRight: () => (event.shiftKey ? setView([view[0] + 0.5 * (view[1] - view[0]), view[1] + 0.5 * (view[1] - view[0])]) : step(1)),
      ArrowLeft: () => (event.shiftKey ? setView([view[0] - 0.5 * (view[1] - view[0]), view[1] - 0.5 * (view[1] - view[0])]) : step(-1)),
      '+': () => zoom(0.6), '=': () => zoom(0.6), '-': () => zoom(1 / 0.6), 0: () => setView([0, end]),
      x: exclude, s: swap, u: () => void undo(), a: () => setPins({ ...pins, a: cursor }), b: () => setPins({ ...pins, b: cursor }),
      Escape: () => { section.value = null },
    }
    const act = acts[event.key]
    if (act) { event.preventDefault(); act() }
  }
  const fusion = contacts.value
  const channels = [['acc_norm', 'Acceleration, magnitude'], ['acc_x', 'Acceleration x'], ['acc_y', 'Acceleration y'], ['acc_z', 'Acceleration z'], ...(list.some((lane) => lane.channels.includes('gyr')) ? [['gyr_norm', 'Rotation, magnitude'], ['gyr_x', 'Rotation x'], ['gyr_y', 'Rotation y'], ['gyr_z', 'Rotation z']] : [])]
  const under = cursor === null ? null : fusion.find((c) => cursor >= c.on - 1e-6 && cursor <= (c.off ?? c.on) + 1e-6)
  const moved = (at: number, to: { on?: number; off?: number }) => void edit((now) => ({ ...now, moved: [...(now.moved ?? []).filter((m) => Math.abs(m.at_s - at) > 1e-6), { at_s: round(at), ...(to.on === undefined ? {} : { to_s: round(to.on) }), ...(to.off === undefined ? {} : { toe_off_s: round(to.off) }) }] }))
  const remove = () => { if (under) void edit((now) => ({ ...now, removed: [...(now.removed ?? []), { at_s: round(under.on) }] })) }
  if (!list.length) return <div><h1 tabIndex={-1}>Signal</h1><p class="lead">This run holds values of a watch only; there are no samples to show.</p></div>
  return (
    <div class="signal">
      <h1 tabIndex={-1}>Signal</h1>
      <p class="lead">Every step that was counted, in every sensor. Drag across a lane to select a section.</p>
      <div class="bar" role="toolbar" aria-label="Signal">
        <label>Show <select value={channel} onChange={(event) => setChannel(event.currentTarget.value)}>{channels.map(([id, name]) => <option key={id} value={id}>{name}</option>)}</select></label>
        <span class="group">
          <button onClick={() => step(-1)} aria-label="Previous step" title="←">‹ step</button><button onClick={() => step(1)} aria-label="Next step" title="→">step ›</button>
          <button onClick={() => zoom(0.6)} aria-label="Zoom in" title="+">+</button><button onClick={() => zoom(1 / 0.6)} aria-label="Zoom out" title="−">−</button><button onClick={() => setView([0, end])} title="0">Whole run</button>
        </span>
        <span class="group">
          <button onClick={exclude} disabled={!section.value} title="x">Exclude section</button>
          <button onClick={swap} title="s">Swap sides</button>
          <button onClick={remove} disabled={!under}>Remove step</button>
          <button onClick={() => void undo()} disabled={!canUndo.value} title="Ctrl+Z">Undo</button>
        </span>
      </div>
      <div class="lanes" ref={box} tabIndex={0} role="application" aria-label={`Signal from ${fixed(view[0], 1)} to ${fixed(view[1], 1)} seconds. Arrow keys step from contact to contact; plus and minus zoom; x excludes the selected section; s swaps sides.`} onKeyDown={key}>
        <Overview offset={list[0]!.start_s} end={end} view={view} onView={setView} excluded={edits.value.exclude ?? []} fetch={(w) => engine.raw<Float64Array>('tiles', 0, 'acc_norm', -list[0]!.start_s, end - list[0]!.start_s, w)} />
        {list.map((lane, i) => (
          <LaneChart offset={lane.start_s} key={`${lane.file}${i}`} name={place(lane.placement)} unit={channel.startsWith('acc') ? 'g' : '°/s'} view={view} end={end} gaps={lane.gaps.map(([a, b]) => [a + lane.start_s, b + lane.start_s])}
            contacts={fusion} excluded={edits.value.exclude ?? []} section={section.value} cursor={cursor} pins={pins} limit={channel.startsWith('acc') ? lane.clipped_at_g : null}
            last={i === list.length - 1} stamp={`${channel}${view[0]}-${view[1]}`}
            fetch={(w) => engine.raw<Float64Array>('tiles', i, channel, view[0] - lane.start_s, view[1] - lane.start_s, w)}
            onView={setView} onCursor={setCursor} onSection={(s) => { section.value = s }} onMoved={moved} side={/-(left|right)$/.exec(lane.placement)?.[1] ?? null} />
        ))}
      </div>
      <ul class="legend" aria-label="Legend"><li><i class="l" /> left foot down</li><li><i class="r" /> right foot down</li><li><i class="q" /> not counted</li><li><i class="x" /> excluded</li></ul>
      <p class="status-line" aria-live="polite">
        {cursor !== null && <>{clock(cursor)}.{String(Math.floor((cursor % 1) * 1000)).padStart(3, '0')}{under ? ` · ${under.side} foot down${under.off ? `, ${Math.round((under.off - under.on) * 1000)} ms` : ''}${under.valid ? '' : ` · not counted: ${under.reason}`}` : ''}</>}
        {pins.a !== null && pins.b !== null && <> · A to B: {fixed((pins.b - pins.a) * 1000, 0)} ms</>}
      </p>
      <p class="quiet keys">Keys: <kbd>←</kbd> <kbd>→</kbd> step, <kbd>+</kbd> <kbd>−</kbd> zoom, <kbd>Shift</kbd>+arrows pan, <kbd>x</kbd> exclude, <kbd>s</kbd> swap sides, <kbd>a</kbd> <kbd>b</kbd> pins, <kbd>u</kbd> undo. Drag the edge of a contact to move it. {plural(steps.length, 'step')} counted{fusion.length > steps.length ? `, ${fusion.length - steps.length} not` : ''}.</p>
      {analysis.value && <Section found={analysis.value} contacts={steps} part={section.value} onClear={() => { section.value = null }} onExclude={exclude} />}
    </div>
  )
}

const round = (s: number) => Math.round(s * 1e6) / 1e6
