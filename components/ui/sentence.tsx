import { Fragment, type ReactNode } from 'react'

type Props = {
  /** Words with gaps: "Call {practice} at {phone}." */
  text: string
  parts: Readonly<Record<string, ReactNode>>
}

/** A sentence from a dictionary with links or marked words in its gaps. Each language puts the gaps where its grammar wants them. */
export function Sentence({ text, parts }: Props) {
  return text.split(/\{(\w+)\}/).map((piece, at) => <Fragment key={at}>{at % 2 === 1 ? parts[piece] : piece}</Fragment>)
}
