# General knowledge.

knowledge-welcome = Let us see what you know about the world.
knowledge-welcome-back = Welcome back to general knowledge. Here is your question again.
knowledge-topics = What shall I ask about?
knowledge-topics-again = Say the name of a topic, or press its number.
knowledge-topics-keys = Please choose a topic with your keys.
knowledge-topic-press = For { $topic }, press { $n }.
knowledge-fact-press = To hear a fact, press 8.
knowledge-topics-text = What shall I ask about? Reply 1 { $science }, 2 { $health }, 3 { $farming }, 4 { $civics }, 5 { $rwanda }, 6 { $region }, 7 { $mixed }, 8 a fact.
knowledge-topics-text-again = Please reply with a number: 1 { $science }, 2 { $health }, 3 { $farming }, 4 { $civics }, 5 { $rwanda }, 6 { $region }, 7 { $mixed }, 8 a fact.
knowledge-topic-science = science
knowledge-topic-health = health
knowledge-topic-farming = farming
knowledge-topic-civics = civics
knowledge-topic-rwanda = Rwanda
knowledge-topic-region = our region
knowledge-topic-mixed = a mix of all
knowledge-topic-others = more topics
knowledge-topic-also = Or 9 { $topic }.
knowledge-topics-added-text = What shall I ask about? Reply { $options }.
knowledge-going = Good: { $topic }.
knowledge-new-set = Here we go.

knowledge-number = Number { $n }: { $text }.
knowledge-option = { $n } { $text }
knowledge-option-pair = { $first }; { $second }
knowledge-options = { $options }.
knowledge-again = Press the number of the answer, or say it in your own words.
knowledge-keys = Please press the number of the answer.
knowledge-again-text = Reply with the number of the answer.
knowledge-unfound = I did not find the answer in that. Listen again:
knowledge-unfound-text = I did not find the answer in that. Please reply with the number of the answer, or skip.

knowledge-right = That is right.
knowledge-wrong = Not this time.
knowledge-answer = The answer is: { $answer }.
knowledge-passed = All right, we leave that one.
knowledge-hint = It is not this one: { $choice }.
knowledge-did-you-know = Did you know?
knowledge-set-done = That was { $total ->
    [one] 1 question
   *[other] { $total } questions
 }. You got { $right } right.
knowledge-set-perfect = All { $total } right. Excellent!

knowledge-more = Five more questions? For yes, press 1. For another topic, press 2. For the menu, press 3.
knowledge-more-again = Say yes, topic or menu, or press 1, 2 or 3.
knowledge-more-keys = Press 1 for five more, 2 for another topic, 3 for the menu.
knowledge-more-text = Five more? Reply 1 for yes, 2 for another topic, 3 for the menu.
knowledge-more-facts = Another fact? For yes, press 1. For questions on a topic, press 2. For the menu, press 3.
knowledge-more-facts-text = Another fact? Reply 1 for yes, 2 for questions, 3 for the menu.
knowledge-leave = Well done. What you missed will come back next time.
knowledge-help = Press the number of your answer, or say it. Say why to hear the reason again, topic to change, skip to go on.
knowledge-help-text = Reply with the number of your answer. SKIP passes, TOPIC changes the topic, FACT tells you something new, MENU shows the lessons.
knowledge-progress = In general knowledge you got { $right } of { $asked } right{ $learned ->
    [0] .
    [one] , and 1 is now learned well.
   *[other] , and { $learned } are now learned well.
 }
knowledge-next = Next in general knowledge: { $topic }.
knowledge-tip = Ask yourself why an answer is so. What you can explain to a friend, you will not forget.
knowledge-ask-more = Ask me something else, or press the number of a topic. To hear the topics, say topics.
knowledge-ask-more-text = Ask me more, or reply with the number of a topic.
