# Stories with questions.

comprehension-welcome = Let us listen to a story. I tell it in parts, and then I ask you about it.
comprehension-welcome-text = Let us read a story, part by part. Then I ask you about it.
comprehension-welcome-back = Welcome back to our story.
comprehension-title = The story: { $title }. Level { $level } of 5.
comprehension-title-ask = Press 1 to listen, or 2 for another story.
comprehension-title-ask-text = 1: read it. 2: another story.
comprehension-part-ask = Press 1 to go on, 2 to hear this part again, 9 for the hard words.
comprehension-part-on = Press 1 to go on.
comprehension-part-text = 1: go on.
comprehension-part-reply = Reply 1 to go on, 2 to read this part again, 9 for the hard words.
comprehension-last-ask = That is the end. Press 1 for the questions, or 2 to hear the last part again.
comprehension-last-text = 1: questions.
comprehension-no-words = This story has no hard words.

comprehension-number = Question { $n }.
comprehension-choose = Say it in your own words, or press a number.
comprehension-press = Please press the number of your answer.
comprehension-reply = Reply with a number, or in your own words.
comprehension-choices-text = AGAIN: the choices.
comprehension-choices = Say again for the choices.
comprehension-opinion = No answer is wrong here. Say what you think, and why.

comprehension-right = That is right.
comprehension-right-second = Yes, now you have it.
comprehension-not-yet = Not quite.
comprehension-look = The story says: { $text } Try once more.
comprehension-narrow = It is one of these two.
comprehension-partly = Part of that is right, but something is missing. Think of: { $word }.
comprehension-nearly = You had a part of it.
comprehension-wrong = Not this time.
comprehension-answer = The answer is: { $text }.
comprehension-skipped = All right.
comprehension-chosen = You chose: { $text }.
comprehension-reasoned = You say what you think, and why. Good.
comprehension-thanks = Thank you for your thought.
comprehension-why-ask = Tell me why you think so. Begin with: because.
comprehension-asked = I cannot say more about that. Listen closely: the story may tell it.

comprehension-done = That was the story. You answered { $right } of { $asked } well.
comprehension-harder = The next story is a little harder.
comprehension-easier = The next story is a little easier.
comprehension-offer = Another story? For yes, press 1. For the menu, press 2.
comprehension-offer-keys = Press 1 for another story, or 2 for the menu.
comprehension-offer-text = Another story? 1: yes. 2: menu.
comprehension-leave = Well read. Your place in the stories is kept.
comprehension-help = Press 1 to go on, 2 to hear it again, 9 for the hard words. Say another for another story.
comprehension-help-text = 1: go on. 2: again. 9: hard words. ANOTHER: another story.
comprehension-help-question = Answer in your own words or press the number. Say words for the hard words, or skip to hear the answer.
comprehension-help-question-text = Answer in your own words or with a number. WORDS: the hard words. SKIP: the answer.
comprehension-progress = You have read { $read } of { $total } stories, and answered { $right } of { $asked } questions well.
comprehension-next = Next comes the story { $title }, level { $level } of 5.
comprehension-tip-fact = The answer stands in the story. Listen for names, numbers and places, and hear a part again if you need it.
comprehension-tip-inference = The answer is between the lines. Ask yourself: what did they do, and what does that show?
comprehension-tip-opinion = Say what you think, then say because, then name something from the story.

title-comprehension = reading
hints-story = next, again, words, another, yes, no, one, two, nine, menu, stop
list-option = { $n }: { $text }.
list-word = { $word }: { $meaning }.
