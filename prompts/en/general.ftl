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
general-ask-unknown = I do not know that yet. You can ask me about science, health, farming, civics, Rwanda and our region, or give me a sum.
general-ask-unknown-here = I do not know that yet. Now this one:
general-who-speaks = I am Toneline, a tutor on the telephone. I am a computer program, not a person.
general-ask-more = Ask me something else, or say or press what you want to learn.
general-ask-more-text = Ask me more, or reply MENU for the lessons.
general-sum-plus = { $left } plus { $right } is { $answer }.
general-sum-minus = { $left } minus { $right } is { $answer }.
general-sum-times = { $left } times { $right } is { $answer }.
general-sum-over = { $left } divided by { $right } is { $answer }.
