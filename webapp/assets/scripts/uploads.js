// Says at once that a chosen file is too large, before minutes are spent on sending it. Without this
// file the service says the same once it is sent.
const MEGABYTE = 1024 * 1024

class SizedUpload {
  constructor(input) {
    this.input = input
    this.most = Number(input.dataset.mostBytes)
    this.group = input.closest('.govuk-form-group')
    this.describedBy = input.getAttribute('aria-describedby') || ''
    input.addEventListener('change', () => this.check())
    input.form.addEventListener('submit', (event) => {
      if (this.check()) return
      event.preventDefault()
      // Or the button stays deaf for a second, as after a real press.
      event.stopImmediatePropagation()
      input.focus()
    })
  }

  check() {
    // What was said of an earlier file is no longer about this one.
    this.group.querySelectorAll('.govuk-error-message').forEach((said) => this.forget(said))
    const tooLarge = [...this.input.files].find((file) => file.size > this.most)
    this.show(tooLarge)
    return !tooLarge
  }

  forget(said) {
    const others = this.describedBy.split(' ').filter((id) => id !== said.id)
    this.describedBy = others.join(' ')
    said.remove()
  }

  show(tooLarge) {
    this.group.classList.toggle('govuk-form-group--error', Boolean(tooLarge))
    this.input.setAttribute('aria-describedby', this.describedBy)
    if (!tooLarge) return
    const size = (tooLarge.size / MEGABYTE).toFixed(1)
    const said = document.createElement('p')
    said.className = 'govuk-error-message'
    said.id = `${this.input.id}-too-large`
    said.setAttribute('role', 'alert')
    said.textContent =
      `This file has ${size} MB. The most is ${Math.floor(this.most / MEGABYTE)} MB. Choose a` +
      ' smaller copy: a photograph in a smaller size, a long document in parts'
    this.input.before(said)
    this.input.setAttribute('aria-describedby', `${this.describedBy} ${said.id}`.trim())
  }
}

export function sayWhatIsTooLarge() {
  document.querySelectorAll('input[type="file"][data-most-bytes]').forEach((input) => new SizedUpload(input))
}
