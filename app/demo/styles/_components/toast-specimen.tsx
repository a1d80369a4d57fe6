'use client'

import { Button } from '@/components/ui/button'
import { useToast } from '@/components/ui/toast'

export function ToastSpecimen() {
  const toast = useToast()
  return (
    <Button
      variant="secondary"
      onClick={() => toast({ tone: 'success', title: 'Released', description: 'Maya Lindqvist can open it now.' })}
    >
      Toast
    </Button>
  )
}
