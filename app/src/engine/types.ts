// The documents of the engine, as far as the page reads them: those of the command line's `--format json`.

export type Side = 'left' | 'right'
export interface Caveat { id: string; text: string; value?: number | null }
export interface Point { t_s: number; value: number; n: number }

export interface Metric {
  id: string; unit: string; value: number; left: number | null; right: number | null; uncertainty: number
  side_uncertainty?: number | null; side_difference_uncertainty?: number | null; sd: number | null; n: number; placement: string
  method: string; caveats: Caveat[]; series?: Point[]
}

export interface Evidence {
  metric: string; role: string; value: number; uncertainty: number; threshold: number; marked: number; side: string | null; source: string
}

export interface Finding {
  fault: string; name: string; status: 'present' | 'borderline' | 'absent' | 'not-assessed'; severity: 'mild' | 'marked' | null
  grade: string; side: string | null; confidence: number | null; evidence: Evidence[]; checks?: string[]; confounders: string[]
  confounders_seen: number; linked_to: string[]; advice: string[]; exercises?: string[]; needs: string | null
}

export interface Curve {
  id: string; unit: string; side: Side | null; placement: string; mean: number[]; sd: number[]; toe_off_percent: number | null; n: number; zero: string
}

export interface RecordingSummary {
  file: string; placement: string; samples: number; seconds: number; rate_hz: number; channels: string[]; running_s: number; doubtful_s?: number; caveats: Caveat[]
}

export interface Drift { metric: string; early?: number; late?: number; change?: number; uncertainty?: number }

export interface Analysis {
  schema: string; version: string
  runner: { id?: string; mass_kg?: number; height_cm?: number; leg_length_cm?: number }
  run: { started?: string; speed_mps?: number; slope_percent?: number; surface?: string; distance_m?: number; seconds?: number }
  recordings: RecordingSummary[]; metrics: Metric[]; drift?: Drift[]; unavailable: { id: string; needs: string }[]; findings: Finding[]
  curves?: Curve[]; caveats?: Caveat[]; edits?: Edits
}

export interface Described {
  file: string; device: string | null; placement: string | null; samples: number; seconds: number; rate_hz: number; channels: string[]
  gaps: { start_s: number; end_s: number }[]; clipped_share: number | null; clipped_at_g: number | null
  bouts: { activity: 'run' | 'doubtful' | 'walk' | 'still' | 'other'; running?: number; start_s: number; end_s: number }[]
  watch?: { sport: string; row: string; started: string | null; distance_m: number | null; runs: number; running_s: number }
  understood: { about: string; conclusion: string; because: string; overridden_by: string }[]
  caveats: Caveat[]
  /** Where the signal says that it was worn: segments without a side, the likeliest first. Absent where that cannot be decided. */
  placement_guess?: { placement: string; probability: number; contradicts: boolean; all: { placement: string; probability: number }[] }
}

export interface Inspection { recordings: Described[] }

export interface Lane {
  file: string; placement: string; start_s: number; seconds: number; rate_hz: number; channels: string[]; gaps: [number, number][]; clipped_at_g: number | null
}

export interface MetricInfo { id: string; name: string; unit: string; definition: string; from: string; needs: string; sided: boolean }
export interface FaultInfo { id: string; name: string; needs: string; rules: { metric: string; mild: number; marked: number; unit: string; kind: string }[] }

export interface Edits {
  version: 1
  exclude?: { from_s: number; to_s: number; why?: string }[]
  swap_sides?: string[]
  placement?: Record<string, string>
  moved?: { at_s: number; to_s?: number; toe_off_s?: number; sensor?: string }[]
  added?: { at_s: number; toe_off_s?: number; side: Side; sensor?: string }[]
  removed?: { at_s: number; sensor?: string }[]
}

export interface CompareMetric {
  id: string; unit: string; before: number | null; after: number | null; change: number | null; minimal_detectable_change: number | null
  verdict: string; left: unknown; right: unknown; reason: string | null
}
export interface Comparison {
  before: { files: string[]; runner: string | null; started: string | null; speed_mps: number | null; running_s: number }
  after: { files: string[]; runner: string | null; started: string | null; speed_mps: number | null; running_s: number }
  speed: { is: string; before?: number; after?: number }
  metrics: CompareMetric[]
  findings?: { fault: string; name: string; before: string; after: string; side?: string | null }[]
  caveats?: (Caveat | string)[]
}

export interface TrendSession {
  started: string | null; source: string; distance_m: number | null; seconds: number | null; steps: number | null; metrics: Record<string, number>
  spike?: { ratio: number; longest_before: number; runs_before: number; by: string }; also?: string[]
}
export interface Trend {
  sessions: TrendSession[]
  weeks: { week: string; monday: string; runs: number; rest_days: number; distance_m: number | null; change_percent: number | null; longest_m: number | null; seconds: number; steps: number; whole: boolean }[]
  findings: Finding[]
  courses: { id: string; unit?: string; points?: { started: string; value: number }[]; [key: string]: unknown }[]
  undated?: TrendSession[]
  files?: { file: string; use: string; runs: number; duplicates: number; reason?: string }[]
  caveats: Caveat[]
}
