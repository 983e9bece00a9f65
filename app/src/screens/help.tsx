import { Guides } from '../ui/guides.tsx'
import { Body } from '../ui/body.tsx'

const sets: { title: string; at: string[]; text: string }[] = [
  { title: 'One sensor: lower back', at: ['pelvis'], text: 'On the belt, in the middle of the lower back, tight. Cadence, ground contact, hip drop, bounce, left against right.' },
  { title: 'Two sensors: shins', at: ['shank-left', 'shank-right'], text: 'On the flat inner side of the shin, a hand’s breadth above the ankle, strapped as tight as is comfortable. Impact, overstriding, contact times per leg.' },
  { title: 'Two sensors: feet', at: ['foot-left', 'foot-right'], text: 'On the laces, or clipped to the heel. The sharpest contact times, foot strike, stride length and speed.' },
  { title: 'Five sensors', at: ['pelvis', 'shank-left', 'shank-right', 'foot-left', 'foot-right'], text: 'Almost every check. Add the chest for trunk lean.' },
]

export function Help() {
  return (
    <div>
      <h1 tabIndex={-1}>Where to put sensors</h1>
      <p class="lead">Tight, and noted: a loose strap shakes, and a sensor on the wrong leg turns every answer round.</p>
      <div class="sets">{sets.map((s) => <figure key={s.title}><Body chips={s.at.map((placement) => ({ id: placement, placement }))} label={s.title} /><figcaption><b>{s.title}</b><span>{s.text}</span></figcaption></figure>)}</div>
      <h2>A good recording</h2>
      <ol>
        <li>Set 200 samples per second or more, and ±16 g or more for shins and feet.</li>
        <li>Start all sensors, stand still for five seconds.</li>
        <li>Run at least one minute at a steady, easy speed; six minutes or more show whether form drifts.</li>
        <li>Stand still for three seconds, stop, and name the files after their places: <code>left_shin.csv</code>, <code>lower_back.csv</code>.</li>
        <li>Note speed, surface and shoes. To compare two runs, keep all three alike.</li>
      </ol>
      <h2>What the words mean</h2>
      <dl class="words">
        <dt>Present</dt><dd>The limit is exceeded with a probability of at least 90 %, the error of the measurement included.</dd>
        <dt>Too close to call</dt><dd>More likely than not, but not sure. Record again, longer.</dd>
        <dt>Not assessed</dt><dd>These sensors cannot show it. That is no all-clear.</dd>
        <dt>±</dt><dd>The 95 % interval. Two values whose intervals overlap widely may be the same.</dd>
      </dl>
      <Guides />
      <h2>When to see a clinician</h2>
      <p>Pain at night or at rest, pain that makes you limp, swelling, numbness, or pain on one spot of bone: stop running and have it seen. This page is not a diagnosis.</p>
    </div>
  )
}
