import { startCopyButtons } from './copy-buttons.ts';
import { startTimelines } from './timelines.ts';

// For browsers that do not know the media feature `scripting`.
document.documentElement.classList.add('scripted');
startTimelines();
startCopyButtons();
