// The engine's thread: one instance of the library, called by name.
import { Engine, initSync } from '../../pkg/strideform.js'

export interface Call { id: number; method: string; args: unknown[] }
export interface Answer { id: number; value?: unknown; trap?: string }

let engine: Engine | undefined

self.onmessage = ({ data }: MessageEvent<{ module: WebAssembly.Module } | Call>) => {
  if ('module' in data) {
    initSync({ module: data.module })
    engine = new Engine()
    return
  }
  const answer: Answer = { id: data.id }
  try {
    if (!engine) throw new Error('the engine has not started')
    const call = (engine as unknown as Record<string, (...args: unknown[]) => unknown>)[data.method]
    const fixed = (Engine as unknown as Record<string, (...args: unknown[]) => unknown>)[data.method]
    answer.value = call ? call.apply(engine, data.args) : fixed?.apply(Engine, data.args)
  } catch (error) {
    // A trap leaves the instance unusable; the page starts another thread.
    let told = ''
    try { told = Engine.last_panic() } catch { /* the instance is gone */ }
    answer.trap = told || String(error)
  }
  const moved = answer.value instanceof Float64Array || answer.value instanceof Uint8Array ? [answer.value.buffer] : []
  self.postMessage(answer, { transfer: moved })
}
