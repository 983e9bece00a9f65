// Files from a drop, a button or an archive.
import { unzipSync } from 'fflate'

export interface Dropped { name: string; bytes: Uint8Array }

/** Bytes that one archive may unpack to (a bomb would fill the memory). */
const MAX_UNPACKED = 1.5e9

/** Everything that was dropped, folders included. */
export async function ofDrop(data: DataTransfer): Promise<Dropped[]> {
  const entries = [...data.items].map((item) => item.webkitGetAsEntry?.()).filter((entry): entry is FileSystemEntry => entry !== null && entry !== undefined)
  if (!entries.length) return ofList(data.files)
  const out: Dropped[] = []
  const walk = async (entry: FileSystemEntry, path: string): Promise<void> => {
    if (entry.name.startsWith('.')) return
    if (entry.isFile) {
      const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject))
      out.push({ name: path + entry.name, bytes: new Uint8Array(await file.arrayBuffer()) })
      return
    }
    const reader = (entry as FileSystemDirectoryEntry).createReader()
    for (;;) {
      const part = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
      if (!part.length) break
      for (const child of part) await walk(child, `${path}${entry.name}/`)
    }
  }
  for (const entry of entries) await walk(entry, '')
  return out
}

export async function ofList(list: FileList | File[]): Promise<Dropped[]> {
  const out: Dropped[] = []
  for (const file of [...list]) out.push({ name: file.webkitRelativePath || file.name, bytes: new Uint8Array(await file.arrayBuffer()) })
  return out.filter((file) => !file.name.split('/').some((part) => part.startsWith('.')))
}

const isZip = (bytes: Uint8Array) => bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4

/** An archive of sensor files becomes its files; a portal's archive stays whole, for the engine reads it by itself. */
export function unpacked(dropped: Dropped[]): Dropped[] {
  return dropped.flatMap((file) => {
    if (!isZip(file.bytes)) return [file]
    let sum = 0
    let sensors = false
    const wanted = (name: string) => !name.endsWith('/') && !name.startsWith('__MACOSX/') && !name.split('/').some((part) => part.startsWith('.') || part === '..')
    try {
      unzipSync(file.bytes, { filter: (entry) => {
        sum += entry.originalSize
        if (wanted(entry.name) && /(^|\/)(session\.toml|.*(foot|shank|shin|tibia|thigh|pelvis|sacrum|waist|trunk|chest|wrist|accelerometer|gyroscope|imu).*\.(csv|tsv|txt)(\.gz)?)$/i.test(entry.name)) sensors = true
        return false
      } })
      if (!sensors || sum > MAX_UNPACKED) return [file]
      const found = unzipSync(file.bytes, { filter: (entry) => wanted(entry.name) && /\.(csv|tsv|txt|fit|toml|gz)$/i.test(entry.name) })
      return Object.entries(found).map(([name, bytes]) => ({ name, bytes }))
    } catch { return [file] }
  })
}
