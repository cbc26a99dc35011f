/** Shows the buttons that copy the command before them, and makes them do it. */
export function startCopyButtons(): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-copy]')) {
    const code = button.parentElement?.querySelector('code');
    if (code === null || code === undefined) continue;
    button.hidden = false;
    button.addEventListener('click', () => {
      void copied(code).then((done) => {
        button.textContent = done ? 'Copied' : 'Press Ctrl + C';
      });
    });
  }
}

/** False where the browser lets no page write to the clipboard: the command is selected then, to be copied by hand. */
async function copied(code: HTMLElement): Promise<boolean> {
  getSelection()?.selectAllChildren(code);
  try {
    await navigator.clipboard.writeText(code.textContent ?? '');
    return true;
  } catch {
    return false;
  }
}
