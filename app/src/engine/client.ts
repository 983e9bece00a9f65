// Calls to the engine's thread. It is started again after a trap or a cancelled call, and gets its files back.
import { module, worker } from '#engine'
import type { Answer, Call } from './worker.ts'

export interface Failure {
  kind: string; status: number; message: string; remedy: string | null; file: string | null; line: number | null
  column: number | null; column_name: string | null; cell: string | null; line_text: string | null; span: [number, number] | null; text: string
}

/** A failure in the words of the command line. */
export class EngineError extends Error {
  constructor(readonly failure: Failure) { super(failure.text) }
}

const internal = (message: string): Failure => ({
  kind: 'internal', status: 1, message, remedy: null, file: null, line: null, column: null, column_name: null, cell: null,
  line_text: null, span: null, text: message,
})

type Pending = { resolve: (value: unknown) => void; reject: (error: Error) => void }

export class EngineClient {
  static compiled: Promise<WebAssembly.Module> | undefined
  private thread: Promise<Worker> | undefined
  private pending = new Map<number, Pending>()
  private next = 1
  readonly files = new Map<string, Uint8Array>()

  private start(): Promise<Worker> {
    this.thread ??= (async () => {
      EngineClient.compiled ??= module()
      const compiled = await EngineClient.compiled
      const thread = worker()
      thread.onmessage = ({ data }: MessageEvent<Answer>) => {
        const call = this.pending.get(data.id)
        this.pending.delete(data.id)
        if (data.trap !== undefined) {
          call?.reject(new EngineError(internal(`internal error: ${data.trap}`)))
          this.stop()
        } else call?.resolve(data.value)
      }
      thread.onerror = () => this.stop('the engine could not be started')
      thread.postMessage({ module: compiled })
      for (const [name, bytes] of this.files) thread.postMessage({ id: 0, method: 'add', args: [name, bytes] } satisfies Call)
      return thread
    })()
    return this.thread
  }

  /** Ends whatever is running; the next call starts a new thread. */
  stop(why = 'cancelled') {
    void this.thread?.then((thread) => thread.terminate())
    this.thread = undefined
    for (const call of this.pending.values()) call.reject(new EngineError(internal(why)))
    this.pending.clear()
  }

  async raw<T>(method: string, ...args: unknown[]): Promise<T> {
    const thread = await this.start()
    const id = this.next++
    return new Promise<T>((resolve, reject) => {
      this.pending.set(id, { resolve: resolve as (value: unknown) => void, reject })
      thread.postMessage({ id, method, args } satisfies Call)
    })
  }

  /** The text of a document; a failure is thrown. */
  async text(method: string, ...args: unknown[]): Promise<string> {
    const text = await this.raw<string>(method, ...args)
    if (text.startsWith('{"error":')) throw new EngineError((JSON.parse(text) as { error: Failure }).error)
    return text
  }

  async json<T>(method: string, ...args: unknown[]): Promise<T> {
    return JSON.parse(await this.text(method, ...args)) as T
  }

  async add(name: string, bytes: Uint8Array) {
    await this.raw('add', name, bytes)
    this.files.set(name, bytes)
  }

  async remove(name: string) {
    this.files.delete(name)
    await this.raw('remove', name)
  }

  async clear() {
    this.files.clear()
    await this.raw('clear')
  }

  /** Files of a virtual runner, as if they had been dropped. */
  async demo(which: string): Promise<{ name: string; bytes: Uint8Array }[]> {
    const names = await this.json<string[]>('demo', which)
    const out = []
    for (const name of names) out.push({ name, bytes: await this.raw<Uint8Array>('bytes', name) })
    await this.raw('clear')
    return out
  }
}
