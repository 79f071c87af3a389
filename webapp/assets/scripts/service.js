// Every page works without this file. It only makes some controls more convenient.
import {
  Button,
  CharacterCount,
  Checkboxes,
  ErrorSummary,
  NotificationBanner,
  PasswordInput,
  Radios,
  SkipLink,
  createAll,
} from 'govuk-frontend'
import { sayWhatIsTooLarge } from './uploads.js'

import { offerCopying } from './copying.js'

// A radio may not carry aria-expanded (WAI-ARIA); the answer that it reveals follows it in the page.
class PlainRadios extends Radios {
  syncConditionalRevealWithInputState(input) {
    super.syncConditionalRevealWithInputState(input)
    input.removeAttribute('aria-expanded')
  }
}

document.body.classList.add('js-enabled', 'govuk-frontend-supported')

for (const Component of [
  CharacterCount,
  Checkboxes,
  ErrorSummary,
  NotificationBanner,
  PasswordInput,
  PlainRadios,
  SkipLink,
]) {
  createAll(Component)
}
createAll(Button, { preventDoubleClick: true })
offerCopying()
sayWhatIsTooLarge()
