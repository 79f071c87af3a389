// A button beside each answer that copies it. Without the script a press marks the whole answer.
const status = document.querySelector('[data-pb-copy-status]')

const copyFrom = async (button, answer, question) => {
  try {
    await navigator.clipboard.writeText(answer.textContent)
    button.textContent = 'Copied'
    status.textContent = `Copied: ${question.textContent}`
  } catch {
    // A browser that will not copy still lets the person do it.
    getSelection().selectAllChildren(answer)
    status.textContent = 'The answer is marked. Copy it with your keyboard or your menu.'
  }
}

export const offerCopying = () => {
  if (!status || !navigator.clipboard) return
  for (const box of document.querySelectorAll('[data-pb-copy]')) {
    const answer = box.querySelector('[data-pb-copied]')
    const question = box.querySelector('h3')
    const button = document.createElement('button')
    button.type = 'button'
    button.className = 'govuk-button govuk-button--secondary pb-copy__button'
    button.textContent = 'Copy'
    button.setAttribute('aria-describedby', question.id)
    button.addEventListener('click', () => copyFrom(button, answer, question))
    box.append(button)
  }
}
