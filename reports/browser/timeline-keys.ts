/** What can be asked of a timeline. */
export type TimelineAction =
  | 'zoom-in'
  | 'zoom-out'
  | 'pan-left'
  | 'pan-right'
  | 'cursor-left'
  | 'cursor-right'
  | 'reset';

/** What a key means on a focused timeline; null: nothing, the browser may have it. */
export function actionOf(
  event: Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'altKey' | 'metaKey'>,
): TimelineAction | null {
  if (event.ctrlKey || event.altKey || event.metaKey) return null;
  switch (event.key) {
    case '+':
    case '=':
      return 'zoom-in';
    case '-':
    case '_':
      return 'zoom-out';
    case 'ArrowLeft':
      return event.shiftKey ? 'cursor-left' : 'pan-left';
    case 'ArrowRight':
      return event.shiftKey ? 'cursor-right' : 'pan-right';
    case '0':
    case 'Escape':
      return 'reset';
    default:
      return null;
  }
}
