# The menu.

general-menu = What would you like to learn?
general-press = For { $title }, press { $key }.
general-or-say = Or just say what you want.
general-menu-rephrased = Let me ask another way. You can say the name of a lesson, or press its number.
general-menu-keys = Please choose with your keys.
general-menu-text = What would you like to learn? Reply with a number: { $options }.
general-menu-text-rephrased = Please reply with one of these numbers: { $options }. Or write what you want to learn.
general-option = { $key } { $title }
general-option-pair = { $first }, { $second }
general-going = Good choice: { $title }.
general-going-other = Let us go to { $title }.
general-which = Did you mean { $first } or { $second }?
general-help = I teach { $titles }. Say or press what you want to learn. In a lesson I ask, you answer, and I tell you what was right.
general-help-text = In a lesson I ask, you reply, and I tell you what was right and why. MENU brings you back here.
