/**
 * Which acts the state of a thing allows. Whose move it is and what else a rule asks, the server says when
 * the act is tried.
 */
import type { Item, Operation, ThingDescription } from './description'

/** Acts whose address isn't the word of the workflow: any of these moves lets them be tried. */
const moves_of_operations: Record<string, string[]> = {
  preCheckApplication: ['pass', 'request_supplement'],
  editApplication: ['edit'],
  uploadMaterial: ['edit'],
  drawPanel: ['draw_panel'],
  declareConflict: ['declare'],
  scoreApplication: ['score'],
  concludeReview: ['conclude'],
  concludeStage: ['conclude'],
  askParticipants: ['ask_participants'],
  giveOpinion: ['give_opinion'],
  voidReviewerScore: ['void_score'],
  signAgreement: ['sign_developer', 'sign_grantor'],
  operatorCheckDataRequest: ['operator_agree', 'operator_return', 'operator_refuse'],
  reviewProduct: ['pass', 'return', 'reject'],
  removeListing: ['delist'],
}

const last_segment = (operation: Operation): string =>
  operation.path.split('/').filter((segment) => !segment.startsWith('{')).pop()?.replaceAll('-', '_') ?? ''

/** The moves that an operation makes; none: it isn't one of the workflow. */
function moves_of(operation: Operation, thing: ThingDescription): string[] {
  const moves = thing.moves ?? {}
  const named = moves_of_operations[operation.id]?.filter((move) => move in moves)
  if (named?.length) return named
  const ends_in_item = operation.path.endsWith('}')
  const word = ends_in_item && operation.method === 'put' ? 'edit' : last_segment(operation)
  return Object.keys(moves).filter((move) => move === word || move.startsWith(`${word}_`) || move.endsWith(`_${word}`))
}

export function state_allows(operation: Operation, thing: ThingDescription, item: Item): boolean {
  const state = item.state
  if (typeof state !== 'string' || !thing.moves) return true
  const moves = moves_of(operation, thing)
  return moves.length === 0 || moves.some((move) => thing.moves?.[move].includes(state))
}
