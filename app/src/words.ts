// Plain words for what the engine names, and numbers with the digits that their error allows.
import type { Finding, Metric } from './engine/types.ts'

export const placements: Record<string, string> = {
  'foot-left': 'Left foot', 'foot-right': 'Right foot', 'shank-left': 'Left shin', 'shank-right': 'Right shin',
  'thigh-left': 'Left thigh', 'thigh-right': 'Right thigh', pelvis: 'Lower back', 'pelvis-left': 'Left hip', 'pelvis-right': 'Right hip',
  trunk: 'Chest', 'wrist-left': 'Left wrist', 'wrist-right': 'Right wrist', watch: 'Watch',
}
export const placeable = ['foot-left', 'foot-right', 'shank-left', 'shank-right', 'thigh-left', 'thigh-right', 'pelvis', 'trunk', 'wrist-left', 'wrist-right']
export const place = (id: string | null | undefined) => (id ? placements[id] ?? id : 'Unknown')

/** A segment without its side; the pelvis stands for the trunk too, which moves alike. */
const segments: Record<string, string> = { pelvis: 'the lower back or chest', thigh: 'a thigh', shank: 'a shin', foot: 'a foot', wrist: 'a wrist' }
export const aSegment = (id: string) => segments[id] ?? id
export const percent = (p: number) => (p > 0.99 ? 'over 99 %' : `${(100 * p).toFixed(0)} %`)

/** Name, plain meaning, and the scale and unit in which people read it. */
interface Shown { name: string; plain?: string; unit: string; scale: number; better?: 'lower' | 'higher' | 'even' }
const shown: Record<string, Shown> = {
  cadence: { name: 'Cadence', plain: 'steps of both feet per minute', unit: 'steps/min', scale: 1, better: 'higher' },
  contact_time: { name: 'Ground contact', plain: 'how long a foot stays down', unit: 'ms', scale: 1000, better: 'lower' },
  flight_time: { name: 'Flight time', plain: 'both feet off the ground', unit: 'ms', scale: 1000 },
  step_time: { name: 'Step time', unit: 'ms', scale: 1000 },
  stride_time: { name: 'Stride time', unit: 'ms', scale: 1000 },
  duty_factor: { name: 'Duty factor', plain: 'contact as a share of the stride', unit: '%', scale: 100 },
  contact_time_balance: { name: 'Contact balance', plain: 'share of the left foot; 50 is even', unit: '% left', scale: 1, better: 'even' },
  step_time_asymmetry: { name: 'Step-time asymmetry', unit: '%', scale: 1, better: 'even' },
  peak_tibial_acceleration: { name: 'Shin impact', plain: 'peak acceleration along the shin', unit: 'g', scale: 1, better: 'lower' },
  peak_tibial_acceleration_resultant: { name: 'Shin impact, all directions', unit: 'g', scale: 1, better: 'lower' },
  peak_vertical_force: { name: 'Peak vertical force', unit: 'BW', scale: 1 },
  vertical_loading_rate: { name: 'Loading rate, average', unit: 'BW/s', scale: 1, better: 'lower' },
  instantaneous_loading_rate: { name: 'Loading rate, peak', unit: 'BW/s', scale: 1, better: 'lower' },
  foot_strike_angle: { name: 'Foot strike angle', plain: 'toes up is positive', unit: '°', scale: 1 },
  foot_strike_share_rear: { name: 'Rear-foot strikes', unit: '%', scale: 1 },
  foot_strike_share_mid: { name: 'Mid-foot strikes', unit: '%', scale: 1 },
  foot_strike_share_fore: { name: 'Fore-foot strikes', unit: '%', scale: 1 },
  shank_angle_at_contact: { name: 'Shin angle at landing', plain: 'foot ahead of the knee is positive', unit: '°', scale: 1, better: 'lower' },
  stride_length: { name: 'Stride length', unit: 'm', scale: 1 },
  step_length: { name: 'Step length', unit: 'm', scale: 1 },
  speed: { name: 'Speed', unit: 'm/s', scale: 1 },
  pelvic_drop_peak: { name: 'Hip drop, peak', unit: '°', scale: 1, better: 'lower' },
  pelvic_drop_midstance: { name: 'Hip drop, mid-stance', unit: '°', scale: 1, better: 'lower' },
  pelvic_drop_excursion: { name: 'Hip drop', plain: 'how far the hip of the swinging leg sinks', unit: '°', scale: 1, better: 'lower' },
  pelvic_tilt_range: { name: 'Pelvic tilt range', unit: '°', scale: 1 },
  vertical_oscillation: { name: 'Bounce', plain: 'rise and fall per step', unit: 'cm', scale: 1, better: 'lower' },
  vertical_ratio: { name: 'Bounce per step length', unit: '%', scale: 1, better: 'lower' },
  leg_stiffness: { name: 'Leg stiffness', unit: 'kN/m', scale: 1 },
  trunk_lean: { name: 'Trunk lean', unit: '°', scale: 1 },
  hip_extension_at_toe_off: { name: 'Hip extension', unit: '°', scale: 1 },
  arm_crossover_share: { name: 'Arm crossover', unit: '%', scale: 1 },
  acceleration_norm: { name: 'Acceleration', unit: 'g', scale: 1 },
}
export const metricName = (id: string) => shown[id]?.name ?? id.replaceAll('_', ' ')
export const metricPlain = (id: string) => shown[id]?.plain
export const metricUnit = (id: string, unit = '') => shown[id]?.unit ?? unit
export const metricScale = (id: string) => shown[id]?.scale ?? 1
export const metricBetter = (id: string) => shown[id]?.better

const minus = (text: string) => text.replace('-', '−')

/** Digits so that the error has one significant figure, two where it starts with 1. */
export function digits(error: number | null | undefined, value: number): number {
  if (!error || !Number.isFinite(error) || error <= 0) return Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2
  const exponent = Math.floor(Math.log10(error))
  return Math.max(0, Math.min(3, error / 10 ** exponent < 2 && exponent < 1 ? 1 - exponent : -exponent))
}
export const fixed = (value: number, places: number) => minus(value.toFixed(places)).replace(/^−(0(\.0+)?)$/, '$1')

/** Value and error as text in the metric's everyday unit. */
export function amount(id: string, value: number | null | undefined, error?: number | null): { value: string; error: string } {
  if (value === null || value === undefined || !Number.isFinite(value)) return { value: '–', error: '' }
  const scale = metricScale(id)
  const places = digits(error === null || error === undefined ? undefined : error * scale, value * scale)
  return { value: fixed(value * scale, places), error: error ? fixed(error * scale, places) : '' }
}
/** Too uncertain to be shown as a number. */
export const vague = (metric: Metric) => metric.uncertainty >= Math.abs(metric.value) && !['step_time_asymmetry', 'foot_strike_angle', 'shank_angle_at_contact', 'trunk_lean'].includes(metric.id)

export function sure(confidence: number | null): string {
  if (confidence === null) return ''
  const label = confidence >= 0.99 ? 'almost certain' : confidence >= 0.9 ? 'likely' : confidence > 0.5 ? 'more likely than not' : 'less likely than not'
  return confidence > 0.99 ? `${label}, over 99 %` : `${label}, ${(confidence * 100).toFixed(0)} %`
}

export const sideWord = (side: string | null | undefined) => (side === 'both' ? 'both sides' : side ?? '')
export const title = (finding: Finding) => (finding.side ? `${finding.name}, ${sideWord(finding.side)}` : finding.name)

const meaning: Record<string, string> = {
  overstriding: 'The foot lands well ahead of the knee, which brakes every step.',
  'heel-pounding': 'The shin is shaken hard at every landing.',
  'hip-drop': 'The hip of the swinging leg sinks while the other foot is on the ground.',
  'left-right-imbalance': 'One side works differently from the other.',
  'low-cadence': 'Fewer steps per minute than most runners take at this speed.',
  'trunk-lean': 'The upper body leans further forward than most runners’.',
  'limited-hip-extension': 'One leg stays further forward than the other at push-off.',
  bounce: 'The body rises and falls more than most runners’ at every step.',
  'arm-crossover': 'One hand crosses the midline more than the other.',
  'load-spike': 'This run is much longer than the longest of the 30 days before.',
  'form-drift': 'Form changed between the early and the late part of the run.',
}
export const means = (fault: string) => meaning[fault] ?? ''
export const maybe = (fault: string) => (meaning[fault] ? `Possible, not shown: ${meaning[fault][0]!.toLowerCase()}${meaning[fault].slice(1)}` : '')

export function clock(seconds: number): string {
  const whole = Math.round(seconds)
  const h = Math.floor(whole / 3600), m = Math.floor((whole % 3600) / 60), s = whole % 60
  return h ? `${h}:${String(m).padStart(2, '0')}:${String(s).padStart(2, '0')}` : `${m}:${String(s).padStart(2, '0')}`
}
export const duration = (seconds: number) => (seconds < 90 ? `${fixed(seconds, seconds < 10 ? 1 : 0)} s` : seconds < 5400 ? `${fixed(seconds / 60, 0)} min` : `${clock(seconds)} h`)
export const base = (name: string) => name.split(/[/\\]/).pop() ?? name
export const plural = (n: number, one: string, many = `${one}s`) => `${n} ${n === 1 ? one : many}`

/** Options of the command line in a message, as the page names them. */
export function onPage(text: string): string {
  return text
    .replace(/add --skip-bad-rows/g, 'choose “skip rows that cannot be read” below')
    .replace(/--skip-bad-rows/g, '“skip rows that cannot be read”')
    .replace(/give it with --placement(?: P)?/g, 'choose where it was worn')
    .replace(/, or, if you are sure of it, add --trust-placement/g, '')
    .replace(/--placement( [A-Z]+| P)?/g, 'the placement below')
    .replace(/--rate( HZ)?/g, 'the sampling rate below')
    .replace(/--units ?/g, 'the units below, ')
    .replace(/--columns ?/g, 'the columns below, ')
    .replace(/--speed/g, 'the speed under “Runner and run”')
    .replace(/: give them with `--log`, or follow them with `strideform trend`/g, ' (keep runs in the history)')
    .replace(/`strideform [^`]*`/g, 'this page')
}
