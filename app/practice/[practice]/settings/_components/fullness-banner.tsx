import type { ReactNode } from 'react'
import { Banner } from '@/components/ui/banner'
import { fileSize } from '@/lib/format/size'
import { fullness } from '@/lib/quota/rules'

/** Says from 80 % on that room runs out, and nothing before. */
export function FullnessBanner({ used, limit, action }: { used: number; limit: number; action?: ReactNode }) {
  const { level, percent } = fullness(used, limit)
  if (level === 'room') return null
  const left = fileSize(Math.max(0, limit - used))
  return (
    <Banner tone={level === 'filling' ? 'warning' : 'danger'} className="mb-6" action={action} title={level === 'full' ? 'The storage is full' : `The storage is ${percent} % full`}>
      {level === 'full' ? 'More room is needed before anything else can come in. ' : `${left} are left. `}
      Whoever looks after this installation can raise the limit; what was deleted makes room when its keys are destroyed.
    </Banner>
  )
}
