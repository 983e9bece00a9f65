// The answer: at most three findings with what to do first, then the key numbers.
import { useState } from 'preact/hooks'
import { Body } from '../ui/body.tsx'
import { Steps } from '../ui/steps.tsx'
import type { Analysis, Finding, Metric } from '../engine/types.ts'
import { analysis, contacts, edits, isDemo, look, screen, section, repeated, report, savedAnalysis, sessionToml, undo, canUndo } from '../state.ts'
import { Keep } from '../ui/keep.tsx'
import { save } from '../ui/save.ts'
import { amount, base, duration, fixed, maybe, means, metricName, metricScale, metricPlain, metricUnit, onPage, place, sideWord, sure, title, vague } from '../words.ts'
import { lastOf } from '../history.ts'
import { pace } from './check.tsx'
import { settings } from '../state.ts'

const order = ['cadence', 'contact_time', 'contact_time_balance', 'pelvic_drop_excursion', 'vertical_oscillation', 'peak_tibial_acceleration', 'shank_angle_at_contact', 'foot_strike_angle', 'flight_time', 'stride_length', 'speed', 'vertical_ratio', 'duty_factor', 'step_length']

/** How far the value is beyond its threshold, in shares of its error: for the order of findings. */
const strength = (f: Finding) => (f.status === 'present' ? 2 : 1) * 10 + (f.severity === 'marked' ? 5 : 0) + (f.confidence ?? 0)

export function Answer() {
  const found = analysis.value
  if (!found) return null
  const present = found.findings.filter((f) => f.status === 'present').sort((a, b) => strength(b) - strength(a)).slice(0, 3)
  const close = found.findings.filter((f) => f.status === 'borderline' && (f.confidence ?? 0) >= 0.5 && !present.includes(f)).sort((a, b) => strength(b) - strength(a)).slice(0, 3 - present.length)
  const unlikely = found.findings.filter((f) => f.status === 'borderline' && !close.includes(f))
  const absent = found.findings.filter((f) => f.status === 'absent')
  const missing = found.findings.filter((f) => f.status === 'not-assessed')
  const possible = found.findings.length - missing.length
  const running = Math.max(...found.recordings.map((r) => r.running_s))
  const doubtful = Math.max(0, ...found.recordings.map((r) => r.doubtful_s ?? 0))
  const wrong = found.recordings.flatMap((r) => r.caveats.filter((c) => c.id === 'placement-contradicted').map((c) => ({ file: r.file, text: c.text })))
  const first = plan(present.length ? present : close)
  const edited = Object.entries(edits.value).filter(([key, list]) => key !== 'version' && list && Object.keys(list).length)
  return (
    <div>
      <div class="answer-head">
        <div>
          <p class="kicker">{facts(found, running)}</p>
          <h1 tabIndex={-1}>{wrong.length ? 'A sensor was worn elsewhere: form was not judged' : headline(present, close)}</h1>
          {wrong.map((w) => <div key={w.file} class="banner red" role="alert"><p><b>{base(w.file)}</b> was {worded(w.text)}</p><button class="primary" onClick={() => { screen.value = 'check' }}>Check the sensors</button></div>)}
          {doubtful >= 1 && <p class="caveat">{duration(doubtful)} may be running or not, and are left out of the numbers.</p>}
          <p class="lead">{possible} of {found.findings.length} checks were possible.{wouldAdd(found)}</p>
          {edited.length > 0 && <p class="edited"><b>Edited by hand:</b> {edited.map(([key, list]) => ({ exclude: `${Object.keys(list!).length} excluded`, swap_sides: 'sides swapped', placement: 'placement', moved: 'contacts moved', added: 'contacts added', removed: 'contacts removed', axis: 'axis' }[key] ?? key)).join(', ')}. {canUndo.value && <button class="plain" onClick={() => void undo()}>Undo</button>}</p>}
        </div>
        <Body chips={found.recordings.map((r) => ({ id: r.file, placement: r.placement }))} marks={present.map((f, i) => ({ placement: spot(f), number: i + 1 })).filter((m) => m.placement)} label={`Sensors worn: ${found.recordings.map((r) => place(r.placement).toLowerCase()).join(', ')}`} />
      </div>
      {first.length > 0 && <section class="plan" aria-labelledby="first"><h2 id="first">Do this first</h2><ol>{first.map((cue) => <li key={cue}>{cue}</li>)}</ol><p class="quiet">One cue at a time, at the same speed, in the same shoes. Record again in two weeks and compare.</p></section>}
      <div class="cards">{present.map((f, i) => <Card key={f.fault} finding={f} number={i + 1} />)}{close.map((f) => <Card key={f.fault} finding={f} />)}</div>
      <section aria-labelledby="key"><h2 id="key">Key numbers</h2><Tiles found={found} /></section>
      {(unlikely.length > 0 || absent.length > 0) && <section aria-labelledby="fine"><h2 id="fine">Probably fine</h2><ul class="fine">
        {unlikely.map((f) => <li key={f.fault}><b>{title(f)}</b>: {sure(f.confidence)}</li>)}
        {absent.map((f) => <li key={f.fault}><b>{f.name}</b>: not found ({sure(f.confidence)})</li>)}
      </ul></section>}
      {missing.length > 0 && <details class="fold"><summary>Not assessed ({missing.length})</summary><ul>{missing.map((f) => <li key={f.fault}><b>{f.name}</b>: needs {onPage(f.needs ?? '')}</li>)}</ul></details>}
      <Caveats found={found} />
      <div class="two">
        <Keep />
        <section aria-labelledby="out"><h2 id="out">Take it with you</h2><p class="buttons">
          <button onClick={() => { screen.value = 'report' }}>Report to print</button>
          <button onClick={() => void savedAnalysis().then((text) => save('analysis.json', text, 'application/json')).catch(report)}>Analysis (JSON)</button>
          <button onClick={() => save('session.toml', sessionToml(), 'text/plain')}>Description (session.toml)</button>
        </p><p class="quiet">The analysis holds the hashes of its files and how to repeat it: <code>strideform rerun analysis.json</code>, beside the recordings{repeated().description ? ' and session.toml' : ''}.</p>{isDemo.value && <p class="quiet">A virtual runner: nothing here is about a person.</p>}</section>
      </div>
    </div>
  )
}

/** The contradiction, in the words of the page. */
const worded = (text: string) => onPage(text).replace(/given as ([a-z-]+[a-z])/, (_, at: string) => `given as ${place(at).toLowerCase()}`).replace('pelvis or trunk', 'lower back or chest').replace(/Correct the placement\.?/, 'Correct where it was worn.')

function facts(found: Analysis, running: number): string {
  const { imperial } = settings.value
  const speed = found.run.speed_mps ?? found.metrics.find((m) => m.id === 'speed')?.value
  return [found.runner.id ?? 'Unnamed runner', found.run.started?.slice(0, 10), found.run.surface, speed ? `${pace(speed, imperial)} ${imperial ? 'min/mi' : 'min/km'}` : null, `${duration(running)} of running`].filter(Boolean).join(' · ')
}

function headline(present: Finding[], close: Finding[]): string {
  if (present.length) return present.length === 1 ? `${title(present[0]!)}` : `${present.slice(0, -1).map(title).join('; ')} and ${present[present.length - 1]!.name.toLowerCase()}`
  return close.length ? `No clear fault; ${close[0]!.name.toLowerCase()} is too close to call` : 'No clear fault found'
}

const spots: Record<string, string> = { 'hip-drop': 'pelvis', overstriding: 'shank', 'heel-pounding': 'shank', bounce: 'pelvis', 'trunk-lean': 'trunk', 'arm-crossover': 'wrist', 'limited-hip-extension': 'thigh' }
const spot = (f: Finding) => { const at = spots[f.fault]; return !at ? '' : ['pelvis', 'trunk'].includes(at) ? at : `${at}-${f.side === 'right' ? 'right' : 'left'}` }

/** At most two cues, none twice. */
function plan(findings: Finding[]): string[] {
  const out: string[] = []
  for (const f of findings) { const cue = f.advice.find((a) => !out.includes(a)); if (cue && out.length < 2) out.push(cue) }
  return out
}

function wouldAdd(found: Analysis): string {
  const worn = found.recordings.map((r) => r.placement)
  const missing = found.findings.filter((f) => f.status === 'not-assessed').map((f) => f.fault)
  const pelvis = ['hip-drop', 'bounce'].filter((f) => missing.includes(f)).length
  const shank = ['overstriding', 'heel-pounding'].filter((f) => missing.includes(f)).length
  if (pelvis && !worn.includes('pelvis')) return ` A sensor on the lower back would add ${pelvis === 2 ? 'hip drop and bounce' : pelvis ? 'hip drop' : ''}.`
  if (shank && !worn.some((w) => w.startsWith('shank'))) return ' A sensor on each shin would add overstriding and hard landing.'
  if (missing.includes('form-drift')) return ' Six minutes of running or more would show whether form drifts.'
  return ''
}

function Card({ finding: f, number }: { finding: Finding; number?: number }) {
  const [open, setOpen] = useState(false)
  const deciding = f.evidence.filter((e) => ['decides', 'difference', 'change'].includes(e.role))
  const shown = deciding.find((e) => f.side === null || e.side === f.side) ?? deciding[0]
  const metric = shown && analysis.value?.metrics.find((m) => m.id === shown.metric)
  return (
    <article class={`card ${f.status}`}>
      <h3>{number && <span class="badge" aria-hidden="true">{number}</span>} {title(f)}</h3>
      <p class="verdict"><strong class={`status ${f.status}`}>{f.status === 'present' ? 'Present' : 'Too close to call'}</strong>{f.severity && <span> {f.severity}</span>}<span> · {sure(f.confidence)}</span></p>
      {shown && shown.role === 'decides' && <Steps id={shown.metric} threshold={shown.threshold} marked={shown.marked} metric={metric} contacts={contacts.value} />}
      <p>{f.status === 'present' ? means(f.fault) : maybe(f.fault)}</p>
      {f.advice.length > 0 && <><p class="run-in"><b>Try this</b></p><ul>{f.advice.slice(0, 2).map((a) => <li key={a}>{a}</li>)}</ul></>}
      <p class="buttons">
        <button aria-expanded={open} onClick={() => setOpen(!open)}>{open ? 'Hide the evidence' : 'Evidence'}</button>
        <button onClick={() => { const at = extreme(shown?.metric, f.side); look.value = at; section.value = null; screen.value = 'signal' }}>See it in the signal</button>
      </p>
      {open && <div class="evidence">
        <ul>{f.evidence.map((e, i) => { const a = amount(e.metric, e.value, e.uncertainty), t = fixed(e.threshold * metricScale(e.metric), Number.isInteger(Math.round(e.threshold * metricScale(e.metric) * 10) / 10) ? 0 : 1); return <li key={i}>{metricName(e.metric)}{e.side ? `, ${sideWord(e.side)}` : ''}: {a.value} ± {a.error} {metricUnit(e.metric)}; limit {t} <span class="quiet">({e.role === 'decides' ? 'decides' : e.role})</span></li> })}</ul>
        {f.checks?.map((c) => <p key={c}>{c}</p>)}
        {f.confounders.length > 0 && <p><b>Could also be:</b> {f.confounders.join('; ')}.</p>}
        {f.exercises && f.exercises.length > 0 && <p><b>Exercises:</b> {f.exercises.join('; ')}.</p>}
        {f.linked_to.length > 0 && <p><b>Associated with:</b> {f.linked_to.join('; ')}.</p>}
        {shown && <p class="quiet">Limit: {shown.source}. Evidence grade {f.grade}.</p>}
      </div>}
    </article>
  )
}

/** The step at which a metric is furthest out, to look at. */
function extreme(id: string | undefined, side: string | null): number | null {
  const list = contacts.value.filter((c) => c.valid && (!side || side === 'both' || c.side === side))
  const best = id ? list.filter((c) => id in c.values).sort((a, b) => b.values[id]! - a.values[id]!)[Math.floor(list.length * 0.05)] : undefined
  return (best ?? list[Math.floor(list.length / 2)])?.on ?? null
}

function Tiles({ found }: { found: Analysis }) {
  const six = order.map((id) => found.metrics.find((m) => m.id === id)).filter((m): m is Metric => m !== undefined && !vague(m)).slice(0, 6)
  const [open, setOpen] = useState(false)
  return (
    <>
      <ul class="tiles">{six.map((m) => <Tile key={m.id} m={m} />)}</ul>
      <button class="plain" aria-expanded={open} onClick={() => setOpen(!open)}>{open ? 'Fewer numbers' : `All ${found.metrics.length} numbers`}</button>
      {open && <div class="scroll" tabIndex={0} role="region" aria-label="All numbers"><table><thead><tr><th>Metric</th><th class="l">Left</th><th class="r">Right</th><th>Both</th><th>±</th><th>Unit</th><th>Steps</th><th>Sensor</th></tr></thead><tbody>
        {found.metrics.map((m) => { const error = m.uncertainty; const both = amount(m.id, m.value, error); return <tr key={m.id}><th scope="row">{metricName(m.id)}</th><td>{amount(m.id, m.left, m.side_uncertainty).value}</td><td>{amount(m.id, m.right, m.side_uncertainty).value}</td><td>{vague(m) ? <span class="quiet">unsure</span> : both.value}</td><td>{both.error}</td><td>{metricUnit(m.id, m.unit)}</td><td>{m.n}</td><td>{place(m.placement)}</td></tr> })}
      </tbody></table></div>}
    </>
  )
}

function Tile({ m }: { m: Metric }) {
  const a = amount(m.id, m.value, m.uncertainty)
  const last = lastOf(m.id)
  return (
    <li class="tile">
      <h3>{metricName(m.id)}</h3>
      <p class="num">{a.value} <span>{metricUnit(m.id, m.unit)}</span></p>
      <p class="quiet">± {a.error}</p>
      {m.left !== null && m.right !== null && <p class="sides"><span class="l">left {amount(m.id, m.left, m.side_uncertainty ?? m.uncertainty).value}</span> <span class="r">right {amount(m.id, m.right, m.side_uncertainty ?? m.uncertainty).value}</span></p>}
      <p class="quiet">{last ? `last time ${amount(m.id, last, m.uncertainty).value}` : metricPlain(m.id) ?? `${m.n} steps`}</p>
    </li>
  )
}

function Caveats({ found }: { found: Analysis }) {
  const list = [...(found.caveats ?? []).map((c) => ({ where: '', text: c.text })), ...found.recordings.flatMap((r) => r.caveats.map((c) => ({ where: place(r.placement), text: c.text })))]
  const unique = list.filter((c, i) => list.findIndex((o) => o.text === c.text) === i)
  return unique.length ? <details class="fold"><summary>Read these numbers with care ({unique.length})</summary><ul>{unique.map((c) => <li key={c.text}>{c.where && <b>{c.where}: </b>}{onPage(c.text)}</li>)}</ul></details> : null
}
