import type { Target } from '../engine/types'
import { actsTarget } from './acts'
import { backstage, strikeScene, type Backstage } from './backstage'
import { officePages } from './office'
import { papersTarget } from './papers'
import { portalPages } from './portal'
import { portalActs } from './portal-acts'
import { sendingTarget } from './sending'
import { foldersTarget } from './folders'
import { guestsTarget } from './guests'
import { layScene, type Installation, type Scene } from './scene'

export type Stage = { at: Installation; scene: Scene; behind: Backstage; parts: (() => Target | Promise<Target>)[]; strike: () => Promise<void> }

/** Enamel as the engine sees it: a scene of people, records and papers, and the parts of the matrix that are played in it. */
export async function setStage(at: Installation): Promise<Stage> {
  const scene = await layScene(at)
  const behind = await backstage(scene)
  const strike = async () => {
    await behind.close()
    await strikeScene(scene, at)
    await scene.close()
  }
  return {
    at, scene, behind, strike,
    parts: [() => papersTarget(at, scene), () => portalPages(at, scene), () => officePages(at, scene), () => sendingTarget(at, scene, behind), () => actsTarget(at, scene, behind),
      () => portalActs(at, scene, behind), () => guestsTarget(at, scene, behind), () => foldersTarget(at, scene, behind)],
  }
}
