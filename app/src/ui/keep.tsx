import { useState } from 'preact/hooks'
import { agree, consent, forRunner, hash, history, keep } from '../history.ts'
import { analysis, analysisText, edits, engine, files, setup } from '../state.ts'
import { base } from '../words.ts'

/** Keeps this run in the browser, after asking. */
export function Keep() {
  const [note, setNote] = useState('')
  const [shoes, setShoes] = useState('')
  const [cue, setCue] = useState('')
  const found = analysis.value
  if (!found) return null
  forRunner(found.runner.id)
  const put = async () => {
    if (!consent.value) await agree(true)
    const hashes: Record<string, string> = {}
    for (const file of files.value) { const bytes = engine.files.get(file.name); if (bytes) hashes[base(file.name)] = await hash(bytes) }
    const id = (await hash(new TextEncoder().encode(analysisText.value))).slice(0, 16) || String(Date.now())
    await keep({ id, runner: found.runner.id ?? 'Unnamed runner', started: found.run.started ?? new Date().toISOString(), saved: new Date().toISOString(), name: files.value.map((f) => base(f.name)).slice(0, 3).join(', '), note, shoes, cue, hashes, edits: edits.value, analysis: analysisText.value })
  }
  const kept = history.value.some((run) => run.analysis === analysisText.value)
  return (
    <section aria-labelledby="keep"><h2 id="keep">Keep this run</h2>
      {kept ? <p>Kept in this browser. It can be compared with other runs under “Compare” and “Season”.</p> : <>
        <p class="quiet">{consent.value ? 'Runs are kept in this browser only.' : 'Nothing is kept unless you press the button; then in this browser only. Export the history to move or back it up.'}</p>
        <div class="form compact">
          <label>Note <input value={note} onInput={(e) => setNote(e.currentTarget.value)} /></label>
          <label>Shoes <input value={shoes} onInput={(e) => setShoes(e.currentTarget.value)} /></label>
          <label>Cue <input value={cue} onInput={(e) => setCue(e.currentTarget.value)} /></label>
        </div>
        <button onClick={() => void put()} disabled={!setup.value}>Keep this run</button>
      </>}
    </section>
  )
}
