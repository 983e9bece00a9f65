// Weeks of running: load by week, the longest-run rule, form at a comparable speed.
import { useState } from 'preact/hooks'
import { agree, consent, exported, forget, history, imported } from '../history.ts'
import { narrow } from '../ui/narrow.ts'
import { ticks } from '../ui/steps.tsx'
import { save } from '../ui/save.ts'
import type { Analysis, Trend } from '../engine/types.ts'
import { ofList } from '../files.ts'
import { busy, engine, season, settings, take } from '../state.ts'
import { amount, base, clock, digits, duration, fixed, metricName, metricScale, metricUnit, onPage, plural } from '../words.ts'

export function Runner() {
  const [message, setMessage] = useState('')
  const [who, setWho] = useState('')
  const runners = [...new Set(history.value.map((k) => k.runner))]
  const name = who || runners[0] || ''
  const own = history.value.filter((k) => k.runner === name)
  const ofHistory = async () => {
    busy.value = 'Following the kept runs …'
    const other = new (engine.constructor as new () => typeof engine)()
    try { for (const k of own) await other.add(`${k.runner} ${k.started.slice(0, 10)} ${k.id}.json`, new TextEncoder().encode(dated(k.analysis, k.started))); season.value = await other.json<Trend>('trend') } catch (e) { setMessage(String((e as Error).message)) } finally { other.stop(); busy.value = null }
  }
  const bring = async (list: FileList | null) => {
    for (const file of [...(list ?? [])]) try { const n = await imported(new Uint8Array(await file.arrayBuffer())); setMessage(`${plural(n, 'run')} imported.`) } catch (e) { setMessage((e as Error).message) }
  }
  return (
    <div>
      <h1 tabIndex={-1}>{season.value ? headline(season.value) : 'Season'}</h1>
      {season.value ? <Season t={season.value} /> : <p class="lead">Drop the zip from Strava, Garmin or Apple Health, a table of activities or many watch files: every run, week by week. <label class="file">Choose files <input type="file" multiple onChange={(e) => { const l = e.currentTarget.files; if (l) void ofList(l).then((f) => take(f)) }} /></label></p>}
      <section aria-labelledby="hist"><h2 id="hist">Kept runs</h2>
        {runners.length > 1 && <label>Runner <select value={name} onChange={(e) => setWho(e.currentTarget.value)}>{runners.map((r) => <option key={r}>{r}</option>)}</select></label>}
        {own.length === 0 ? <p class="quiet">No runs are kept. Keep one from its summary.</p> : <ul class="runs">{own.map((k) => { const a = JSON.parse(k.analysis) as Analysis; const c = a.metrics.find((m) => m.id === 'cadence'); return <li key={k.id}><b>{k.started.slice(0, 10)}</b> {k.name}{c ? ` · cadence ${amount('cadence', c.value, c.uncertainty).value}` : ''} · {a.findings.filter((f) => f.status === 'present').map((f) => f.name.toLowerCase()).join(', ') || 'no clear fault'}{k.shoes && ` · shoes: ${k.shoes}`}{k.cue && ` · cue: ${k.cue}`}{k.note && ` · ${k.note}`} <button class="plain" onClick={() => void forget(k.id)}>Forget</button></li> })}</ul>}
        <p class="buttons">
          {own.length > 1 && <button onClick={() => void ofHistory()}>Follow these runs</button>}
          {history.value.length > 0 && <button onClick={() => save('history.strideform', exported(), 'application/zip')}>Export the history</button>}
          <label class="file">Import a history <input type="file" accept=".strideform,.zip" data-test="import" onChange={(e) => void bring(e.currentTarget.files)} /></label>
          {consent.value && <button onClick={() => void agree(false)}>Stop keeping, and delete all</button>}
        </p>
        {message && <p role="status">{message}</p>}
        <p class="quiet">The export is one file with analyses, edits and notes, and the fingerprints of the recordings instead of the recordings themselves.</p>
      </section>
    </div>
  )
}

/** A run that states no start is placed on the day on which it was kept. */
function dated(text: string, started: string): string {
  const a = JSON.parse(text) as Analysis
  if (!a.run.started) a.run.started = started
  return JSON.stringify(a)
}

function headline(t: Trend): string {
  const n = t.sessions.length
  const spike = t.findings.find((f) => f.fault === 'load-spike' && f.status === 'present')
  return `${plural(n, 'run')} in ${plural(t.weeks.length, 'week')}${spike ? ': the longest run rose suddenly' : ''}`
}

function Season({ t }: { t: Trend }) {
  const { imperial } = settings.value
  const unit = imperial ? 'mi' : 'km', per = imperial ? 1609.344 : 1000
  const weeks = t.weeks.slice(-52)
  const most = Math.max(1, ...weeks.map((w) => (w.distance_m ?? 0) / per))
  const wide = narrow.value ? 366 : 700
  const w = Math.min(48, (wide - 50) / Math.max(1, weeks.length))
  const spikes = t.sessions.filter((s) => s.spike && s.spike.ratio > 1.1)
  return (
    <>
      {t.findings.map((f) => <p key={f.fault} class={f.status === 'present' ? 'banner red' : 'lead'}>{f.status === 'present' ? <span><b>{f.name}.</b> A run more than 10 % longer than the longest of the 30 days before goes with more injuries. Keep the next longest run within 10 %.</span> : f.status === 'absent' ? 'No sudden rise: the latest run is within 10 % of the longest of the 30 days before.' : `${f.name}: not assessed; needs ${onPage(f.needs ?? 'a longer log')}`}</p>)}
      <section aria-labelledby="weeks"><h2 id="weeks">Distance by week</h2>
        <svg class="weeks" viewBox={`0 0 ${wide} 190`} role="img" aria-label={`Distance by week, up to ${fixed(most, 0)} ${unit}`}>
          {ticks(0, most, 3).map((t) => <g key={t}><line class="grid" x1="40" x2={wide - 10} y1={150 - 130 * t / most} y2={150 - 130 * t / most} /><text x="36" y={154 - 130 * t / most} text-anchor="end">{fixed(t, Number.isInteger(t) ? 0 : 1)}</text></g>)}
          {weeks.map((k, i) => { const h = (((k.distance_m ?? 0) / per) / most) * 130, l = (((k.longest_m ?? 0) / per) / most) * 130; return <g key={k.week}><title>{`${k.week}: ${fixed((k.distance_m ?? 0) / per, 1)} ${unit}, ${plural(k.runs, 'run')}`}</title><rect class="week" x={44 + i * w} width={Math.max(1, w - 2)} y={150 - h} height={h} /><rect class="longest" x={44 + i * w} width={Math.max(1, w - 2)} y={150 - l} height={l} /></g> })}
          {weeks.map((k, i) => (i % Math.max(1, Math.ceil(weeks.length / (narrow.value ? 4 : 8))) === 0 ? <text key={k.week} x={44 + (i + 0.5) * w} y="170" text-anchor="middle">{k.monday.slice(5)}</text> : null))}
          <text x="36" y="14" text-anchor="end">{unit}</text>
        </svg>
        <p class="quiet">Bars are weeks from Monday; the dark part is the longest single run, which is what the evidence is about.</p></section>
      {spikes.length > 0 && <section><h2>Runs that were much longer than before</h2><ul>{spikes.slice(-6).reverse().map((s, i) => <li key={i}><b>{String(s.started).slice(0, 10)}</b>: {s.spike!.by === 'distance' ? `${fixed((s.distance_m ?? 0) / per, 1)} ${unit}` : duration(s.seconds ?? 0)}, {fixed((s.spike!.ratio - 1) * 100, 0)} % longer than the longest of the 30 days before</li>)}</ul></section>}
      <section aria-labelledby="form"><h2 id="form">Form at a comparable speed</h2><div class="multiples">{t.courses.filter((c) => (c.points?.length ?? 0) > 1 && c.id !== 'speed').slice(0, 9).map((c) => <CourseOf key={`${c.id}${String(c.basis)}`} c={c as never} />)}</div>
        {!t.courses.some((c) => (c.points?.length ?? 0) > 1) && <p class="quiet">Too few runs at a comparable speed.</p>}</section>
      <section aria-labelledby="runs"><h2 id="runs">Runs</h2><div class="scroll" tabIndex={0} role="region" aria-label="Runs"><table><thead><tr><th>Date</th><th>{unit}</th><th>Time</th><th>Cadence</th><th>Contact</th><th>Source</th></tr></thead><tbody>{[...t.sessions].reverse().slice(0, 60).map((s, i) => <tr key={i}><th scope="row">{String(s.started ?? '').slice(0, 10)}</th><td>{s.distance_m ? fixed(s.distance_m / per, 1) : '–'}</td><td>{s.seconds ? clock(s.seconds) : '–'}</td><td>{s.metrics.cadence ? fixed(value(s.metrics.cadence), 0) : '–'}</td><td>{s.metrics.contact_time ? `${fixed(value(s.metrics.contact_time) * 1000, 0)} ms` : '–'}</td><td>{base(s.source)}</td></tr>)}</tbody></table></div></section>
      {(t.files ?? []).some((f) => f.use !== 'used') && <details class="fold"><summary>What became of every file ({t.files!.length})</summary><ul>{t.files!.map((f) => <li key={f.file}>{base(f.file)}: {f.use.replaceAll('-', ' ')}{f.reason && f.use !== 'used' ? ` (${f.reason})` : ''}</li>)}</ul></details>}
      <ul class="quiet">{t.caveats.map((c) => <li key={c.text}>{c.text}</li>)}</ul>
    </>
  )
}
const value = (v: unknown): number => (typeof v === 'number' ? v : (v as { value: number }).value)

function CourseOf({ c }: { c: { id: string; unit: string; points: { started: string; value: number }[]; per_four_weeks: number | null; interval: number | null; tendency: string | null; basis: string } }) {
  const scale = metricScale(c.id)
  const points = c.points.map((p) => ({ t: Date.parse(p.started), v: p.value * scale })).filter((p) => Number.isFinite(p.t))
  if (points.length < 2) return null
  const t0 = points[0]!.t, t1 = points[points.length - 1]!.t
  const vs = points.map((p) => p.v)
  const low = Math.min(...vs), high = Math.max(...vs)
  const x = (t: number) => 10 + ((t - t0) / (t1 - t0 || 1)) * 320, y = (v: number) => 84 - ((v - low) / (high - low || 1)) * 68
  const words = c.tendency && c.tendency !== 'steady' ? `${c.tendency}${c.per_four_weeks !== null ? `, ${fixed(c.per_four_weeks * scale, 1)} ${metricUnit(c.id, c.unit)} in four weeks` : ''}` : 'no clear trend'
  return <figure><figcaption><b>{metricName(c.id)}</b> <span class="quiet">{metricUnit(c.id, c.unit)}, {fixed(low, digits((high - low) / 3, low))} to {fixed(high, digits((high - low) / 3, high))}</span></figcaption>
    <svg viewBox="0 0 340 96" role="img" aria-label={`${metricName(c.id)} over ${points.length} runs: ${words}`}><path class="line" d={points.map((p, i) => `${i ? 'L' : 'M'}${x(p.t).toFixed(1)} ${y(p.v).toFixed(1)}`).join('')} />{points.map((p, i) => <circle key={i} class="dot left" cx={x(p.t)} cy={y(p.v)} r="3" />)}</svg>
    <p class="quiet">{points.length} runs; {words}</p></figure>
}
