declare const __SINGLE__: boolean
declare module '#engine' {
  export function worker(): Worker
  export function module(): Promise<WebAssembly.Module>
}
