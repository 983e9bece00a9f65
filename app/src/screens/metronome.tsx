// A metronome at the advised cadence.
import { useEffect, useRef, useState } from 'preact/hooks'
import { analysis, metronome } from '../state.ts'
import { amount } from '../words.ts'

export function Metronome() {
  const [on, setOn] = useState(false)
  const [beat, setBeat] = useState(0)
  const rate = useRef(metronome.value)
  rate.current = metronome.value
  useEffect(() => {
    if (!on) return
    const audio = new AudioContext()
    let next = audio.currentTime + 0.1, count = 0
    // Clicks are placed ahead on the audio clock, which keeps time better than timers.
    const timer = setInterval(() => {
      while (next < audio.currentTime + 0.2) {
        const tone = audio.createOscillator(), volume = audio.createGain()
        tone.frequency.value = count % 2 ? 880 : 1175
        volume.gain.setValueAtTime(0.35, next); volume.gain.exponentialRampToValueAtTime(0.001, next + 0.05)
        tone.connect(volume).connect(audio.destination); tone.start(next); tone.stop(next + 0.06)
        next += 60 / rate.current
        setBeat(count++)
      }
    }, 40)
    return () => { clearInterval(timer); void audio.close() }
  }, [on])
  const cadence = analysis.value?.metrics.find((m) => m.id === 'cadence')
  return (
    <div class="metronome">
      <h1 tabIndex={-1}>Metronome</h1>
      <p class="lead">{cadence ? `This run: ${amount('cadence', cadence.value, cadence.uncertainty).value} steps/min. A first step is 5 % more at the same speed: ${Math.round(cadence.value * 1.05)}.` : 'One click for every step, left and right in two tones.'}</p>
      <p class="rate"><output>{metronome.value}</output> steps/min</p>
      <input type="range" min={130} max={210} step={1} value={metronome.value} aria-label="Steps per minute" onInput={(event) => { metronome.value = Number(event.currentTarget.value) }} />
      <p class="buttons">
        <button onClick={() => { metronome.value -= 1 }}>−1</button><button onClick={() => { metronome.value += 1 }}>+1</button>
        {cadence && [0, 5, 7.5, 10].map((p) => <button key={p} onClick={() => { metronome.value = Math.round(cadence.value * (1 + p / 100)) }}>{p ? `+${p} %` : 'as now'}</button>)}
      </p>
      <p><button class="primary" aria-pressed={on} onClick={() => setOn(!on)}>{on ? 'Stop' : 'Start'}</button> {on && <span class="beat" data-left={beat % 2 === 0} aria-hidden="true" />}</p>
    </div>
  )
}
