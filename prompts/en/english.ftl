# English.

english-welcome = Let us practise English.
english-welcome-back = Welcome back to English. Here is where we were.
english-menu = To mend sentences, press 1. For new words, press 2. For a conversation, press 3. Or say what you want.
english-menu-rephrased = Say mend, words or conversation. Or press 1 to mend sentences, 2 for words, 3 for a conversation.
english-menu-keys = Press 1 to mend sentences, 2 for words, or 3 for a conversation.
english-menu-text = Reply 1 to mend sentences, 2 for words, 3 for a conversation. Or send me a sentence and I check it.
english-menu-text-rephrased = Please reply 1, 2 or 3: 1 mend sentences, 2 words, 3 conversation. Or send a sentence in English.
english-part-mend = mending sentences
english-part-words = new words
english-part-talk = conversation
english-none = There is nothing here yet. Choose something else.

english-mend = Mend this sentence:
english-speak = Say it right. To choose from three answers, press 9.
english-speak-talk = Answer in English. To choose from three answers, press 9.
english-word = What is
english-word-in-use = Listen to the word in a sentence:
english-word-is = { $word } means: { $meaning }.
english-again = Here it is once more.
english-keys = Please choose with the keys.
english-reply = Please reply with an English sentence, or the number of an answer.
english-reply-number = Please reply 1, 2 or 3.
english-not-yet = Not quite. Try once more.
english-wrong = Not this time.
english-right = That is right.
english-right-second = Yes, now you have it.
english-say-it-so = We say:
english-better = Good. Even better:
english-model = You can say:
english-talk-not-yet = You are near. Say what the task asks for.
english-skipped = All right, we leave that one.
english-harder = You do well, so it gets a little harder.
english-easier = Let us take easier ones.
english-set-done = That was { $total }. You got { $right } right.
english-set-perfect = All { $total } right. Excellent!
english-go-on = Five more? For yes, press 1. For other English practice, press 2.
english-go-on-rephrased = Shall we do five more? Press 1 for yes, or 2 for other English practice.
english-go-on-keys = Press 1 for five more, or 2 for other English practice.
english-go-on-text = Five more? Reply 1 for yes, 2 for other English practice, MENU for all lessons.
english-leave = Well worked. Your place in English is kept.

english-check-right = I find no mistake in that sentence. Well written!
english-check-better = Better:
english-check-short = Please send one short sentence in English, and I check it.
english-why-spelling = That word is spelled differently.
english-why-said-twice = One of those words says the same as another, so we leave it out.
english-why-pronouns = I, he, she, we and they do something; me, him, her, us and them come after the verb.
english-why-confused = These words sound or look alike, but they mean different things.
english-why-future = Tomorrow and next week speak of the future, so we use will or going to.

english-help = Say the answer, or press 9 and choose one of three. Say skip for another one, or change for other English practice.
english-help-text = Reply with your answer. SKIP gives another one, CHANGE other English practice, MENU all lessons.
english-progress = In English you got { $right } of { $done } right and know { $words ->
    [one] 1 word
   *[other] { $words } words
 } well. Your level is { $level }.
english-level-1 = 1 of 5, first steps
english-level-2 = 2 of 5, easy
english-level-3 = 3 of 5, medium
english-level-4 = 4 of 5, hard
english-level-5 = 5 of 5, expert
english-next-words = Next in English: { $count ->
    [one] 1 word is
   *[other] { $count } words are
 } waiting to be repeated.
english-next-rule = Next in English, practise this: { $title }.
english-next-part = Next in English, try { $part }.
english-tip-mend = Read the sentence slowly. Look at the verb first, then at the small words.
english-tip-words = Put a new word into a sentence of your own, and say it three times.
english-tip-talk = Answer with a whole sentence. Short is fine, if it is complete.
hints-english = mend, sentences, grammar, words, vocabulary, conversation, dialogue, one, two, three, change, menu
