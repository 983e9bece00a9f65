// The runner from behind, so that left is on the left; sensors can be dragged to another place.
import { useRef, useState } from 'preact/hooks'
import { place, placeable } from '../words.ts'

const places: Record<string, [number, number]> = {
  trunk: [80, 60], 'wrist-left': [26, 112], 'wrist-right': [134, 112], pelvis: [80, 106], 'pelvis-left': [62, 106], 'pelvis-right': [98, 106],
  'thigh-left': [67, 142], 'thigh-right': [93, 142], 'shank-left': [67, 182], 'shank-right': [93, 182], 'foot-left': [64, 217], 'foot-right': [96, 217],
}

export interface Chip { id: string; placement: string | null; doubt?: boolean }

export function Body({ chips, marks = [], onMove, label }: { chips: Chip[]; marks?: { placement: string; number: number }[]; onMove?: (id: string, placement: string) => void; label: string }) {
  const svg = useRef<SVGSVGElement>(null)
  const [drag, setDrag] = useState<{ id: string; x: number; y: number } | null>(null)
  const point = (event: PointerEvent) => {
    const box = svg.current!.getBoundingClientRect()
    return { x: ((event.clientX - box.left) / box.width) * 160, y: ((event.clientY - box.top) / box.height) * 244 }
  }
  const nearest = ({ x, y }: { x: number; y: number }) => placeable.map((id) => ({ id, d: Math.hypot(places[id]![0] - x, places[id]![1] - y) })).sort((a, b) => a.d - b.d)[0]!
  const target = drag && nearest(drag).d < 22 ? nearest(drag).id : null
  const worn = chips.filter((chip) => chip.placement && places[chip.placement])
  return (
    <svg ref={svg} class="body" viewBox="0 0 160 244" role="img" aria-label={label}
      onPointerMove={drag ? (event) => setDrag({ id: drag.id, ...point(event) }) : undefined}
      onPointerUp={drag ? () => { if (target) onMove?.(drag.id, target); setDrag(null) } : undefined}>
      <circle class="skin" cx="80" cy="24" r="13" />
      <path class="skin" d="M62 46 98 46 94 84 97 116 63 116 66 84Z" />
      <path class="limb" d="M60 50 42 80 28 110M100 50 118 80 132 110" />
      <path class="limb leg" d="M70 118 67 164 67 212 62 218M90 118 93 164 93 212 98 218" />
      {placeable.filter((id) => !worn.some((chip) => chip.placement === id)).map((id) => <circle key={id} class={id === target ? 'aim' : 'unworn'} cx={places[id]![0]} cy={places[id]![1]} r={id === target ? 8 : 4} />)}
      {worn.map((chip) => {
        const [x, y] = drag?.id === chip.id ? [drag.x, drag.y] : places[chip.placement!]!
        return (
          <g key={chip.id} class={onMove ? 'chip can' : 'chip'} onPointerDown={onMove ? (event) => { event.preventDefault(); svg.current?.setPointerCapture(event.pointerId); setDrag({ id: chip.id, ...point(event) }) } : undefined}>
            <title>{`${chip.id}: ${place(chip.placement)}`}</title>
            {onMove && <circle class="hit" cx={x} cy={y} r="12" />}
            <circle class={chip.doubt ? 'worn doubt' : 'worn'} cx={x} cy={y} r="6" />
          </g>
        )
      })}
      {marks.map((mark) => { const at = places[mark.placement]; return at ? <g key={mark.number}><circle class="ring" cx={at[0]} cy={at[1]} r="10" /><text class="number" x={at[0] + (at[0] < 80 ? -20 : 20)} y={at[1] + 4} text-anchor="middle">{mark.number}</text></g> : null })}
      <text class="side l" x="30" y="239" text-anchor="middle">left</text>
      <text class="side r" x="130" y="239" text-anchor="middle">right</text>
    </svg>
  )
}
