import { useRef, useState, type KeyboardEvent, type PointerEvent } from 'react'

export type View = { scale: number; x: number; y: number }

const whole: View = { scale: 1, x: 0, y: 0 }
const most = 12
const step = 1.4
/** Pixels that an arrow key moves by. */
const stride = 60

/** Where somebody looks: closer and farther about a point, moved by finger, mouse and keys, never past its edges. */
export function usePictureView() {
  const [view, setView] = useState(whole)
  const frame = useRef<HTMLDivElement>(null)
  const fingers = useRef(new Map<number, { x: number; y: number }>())

  const held = ({ scale, x, y }: View): View => {
    const { width = 0, height = 0 } = frame.current?.getBoundingClientRect() ?? {}
    const within = (value: number, side: number) => Math.max(Math.min(0, side - side * scale), Math.min(0, value))
    return { scale, x: within(x, width), y: within(y, height) }
  }
  const move = (dx: number, dy: number) => setView((from) => held({ ...from, x: from.x + dx, y: from.y + dy }))
  const zoom = (by: number, at?: { x: number; y: number }) => setView((from) => {
    const box = frame.current?.getBoundingClientRect()
    const scale = Math.min(most, Math.max(1, from.scale * by))
    const px = at && box ? at.x - box.left : (box?.width ?? 0) / 2
    const py = at && box ? at.y - box.top : (box?.height ?? 0) / 2
    // What lies under the finger stays under it.
    return held({ scale, x: px - ((px - from.x) * scale) / from.scale, y: py - ((py - from.y) * scale) / from.scale })
  })
  const reset = () => setView(whole)

  const keys: Record<string, () => void> = {
    '+': () => zoom(step), '=': () => zoom(step), '-': () => zoom(1 / step), '0': reset,
    ArrowLeft: () => move(stride, 0), ArrowRight: () => move(-stride, 0), ArrowUp: () => move(0, stride), ArrowDown: () => move(0, -stride),
  }
  const handlers = {
    onKeyDown: (event: KeyboardEvent) => {
      const act = keys[event.key]
      // At its whole size the arrows scroll the page, as everywhere.
      if (!act || event.ctrlKey || event.metaKey || event.altKey || (event.key.startsWith('Arrow') && view.scale === 1)) return
      event.preventDefault()
      act()
    },
    onPointerDown: (event: PointerEvent) => {
      fingers.current.set(event.pointerId, { x: event.clientX, y: event.clientY })
      if (view.scale > 1 || fingers.current.size > 1) event.currentTarget.setPointerCapture(event.pointerId)
    },
    onPointerMove: (event: PointerEvent) => {
      const before = fingers.current.get(event.pointerId)
      if (!before) return
      const now = { x: event.clientX, y: event.clientY }
      const other = [...fingers.current].find(([id]) => id !== event.pointerId)?.[1]
      fingers.current.set(event.pointerId, now)
      if (other) {
        const apart = (point: { x: number; y: number }) => Math.max(1, Math.hypot(point.x - other.x, point.y - other.y))
        zoom(apart(now) / apart(before), { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 })
      } else if (view.scale > 1) move(now.x - before.x, now.y - before.y)
    },
    onPointerUp: (event: PointerEvent) => void fingers.current.delete(event.pointerId),
    onPointerCancel: (event: PointerEvent) => void fingers.current.delete(event.pointerId),
    onDoubleClick: (event: { clientX: number; clientY: number }) => (view.scale > 1 ? reset() : zoom(2.5, { x: event.clientX, y: event.clientY })),
  }
  return { view, frame, handlers, closer: () => zoom(step), farther: () => zoom(1 / step), reset }
}
