// Whether the window is as narrow as a phone's: large pictures are then drawn narrower, so that their text keeps its size.
import { signal } from '@preact/signals'

const query = matchMedia('(max-width: 600px)')
export const narrow = signal(query.matches)
query.addEventListener('change', (event) => { narrow.value = event.matches })
