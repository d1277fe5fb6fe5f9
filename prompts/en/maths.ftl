# Maths.

maths-welcome = Let us do some maths. I ask, you key in the answer and press hash, or say it.
maths-welcome-text = Let us do some maths. I ask, you reply with the number.
maths-welcome-back = Welcome back to maths. Here is your problem again.
maths-new-set = Here we go.
maths-again = Here it is once more.
maths-keys = Please key in the answer, then press hash.
maths-reply-number = Please reply with a number.

maths-right-1 = Right!
maths-right-2 = Well done, that is right.
maths-right-3 = Yes, correct.
maths-right-second = Yes, now you have it.
maths-not-yet = Not quite. Try once more.
maths-wrong = Not this time.
maths-skipped = All right, we leave that one.
maths-answer = The answer is { $answer }.
maths-harder = You are doing well, so the next ones are a little harder.
maths-easier = Let us take a few easier ones.
maths-set-done = That was a set of { $total }. You got { $right } right.
maths-set-perfect = All { $total } right. Excellent!
maths-go-on = Five more? For yes, press 1. For the menu, press 2.
maths-go-on-rephrased = Shall we do five more problems? Say yes or no, or press 1 for yes and 2 for no.
maths-go-on-keys = Press 1 for five more, or 2 for the menu.
maths-go-on-text = Five more? Reply 1 for yes, 2 for the menu.
maths-leave = Well worked. Your place in maths is kept.
maths-help = Give the answer with the keys or say it. Say skip for another problem. Hash alone takes you to the menu.
maths-help-text = Reply with a number. SKIP gives another problem, MENU shows the lessons.
maths-progress = In maths you solved { $correct } of { $attempted ->
    [one] 1 problem
   *[other] { $attempted } problems
 }. Your level is { $level }.
maths-level-1 = 1 of 5, first steps
maths-level-2 = 2 of 5, easy
maths-level-3 = 3 of 5, medium
maths-level-4 = 4 of 5, hard
maths-level-5 = 5 of 5, expert

# Amounts, as they stand in an answer.
maths-in-plain = { $n }
maths-in-francs = { $n ->
    [one] 1 franc
   *[other] { $n } francs
 }
maths-in-minutes = { $n ->
    [one] 1 minute
   *[other] { $n } minutes
 }
maths-in-kilos = { $n ->
    [one] 1 kilo
   *[other] { $n } kilos
 }
maths-in-grams = { $n } grams
maths-in-litres = { $n ->
    [one] 1 litre
   *[other] { $n } litres
 }
maths-in-hours = { $n ->
    [one] 1 hour
   *[other] { $n } hours
 }

# One step of the work, explained.
maths-work-add = { $a } plus { $b } is { $c }.
maths-work-add-parts = { $a } plus { $tens } is { $mid }, and { $ones } more is { $c }.
maths-work-subtract = { $a } minus { $b } is { $c }.
maths-work-subtract-parts = { $a } minus { $tens } is { $mid }, and { $ones } less is { $c }.
maths-work-multiply = { $a } times { $b } is { $c }.
maths-work-multiply-parts = { $tens } times { $b } is { $first }, { $ones } times { $b } is { $second }, and together { $c }.
maths-work-divide = { $b } times { $c } is { $a }, so { $a } divided by { $b } is { $c }.

maths-hint-steps = It takes more than one step.
maths-hint-add = Start with { $a } and add { $b }.
maths-hint-subtract = Start with { $a } and take away { $b }.
maths-hint-multiply = Take { $a }, { $b } times.
maths-hint-divide = What times { $b } makes { $a }?

# Plain sums.
maths-q-add = What is { $a } plus { $b }?
maths-q-subtract = What is { $a } minus { $b }?
maths-q-multiply = What is { $a } times { $b }?
maths-q-divide = What is { $a } divided by { $b }?

# Stories.
maths-q-add-story = { $name } has { $a } { $things } and gets { $b } more. { $many } is that now?
maths-q-subtract-story = { $name } has { $a } { $things } and sells { $b }. { $many } are left?
maths-q-multiply-story = { $name } fills { $b } baskets with { $a } { $things } each. { $many } is that in all?
maths-q-divide-story = { $name } shares { $a } { $things } equally among { $b } children. { $many } does each child get?

# Francs.
maths-q-price-pieces = { $name } buys { $n } { $things } at { $price } francs each. How many francs is that?
maths-q-price-kilos = At { $place } market, { $good } cost { $price } francs a kilo. How many francs for { $n } kilos?
maths-q-price-litres = A litre of { $good } costs { $price } francs. How many francs for { $n } litres?
maths-q-price-metres = A metre of { $good } costs { $price } francs. How many francs for { $n } metres?
maths-q-price-two = { $name } buys { $n } kilos of { $good } at { $price } francs a kilo, and { $m } litres of { $other } at { $cost } francs a litre. How many francs in all?
maths-q-change = { $name } spends { $spent } francs in { $place } and pays with { $paid } francs. How many francs come back?
maths-q-change-kilos = { $name } buys { $n } kilos of { $good } at { $price } francs a kilo and pays with { $paid } francs. How many francs come back?
maths-q-change-two = { $name } buys { $good } for { $price } francs and { $other } for { $cost } francs, and pays with { $paid } francs. How many francs come back?

# Measures.
maths-q-weight = { $name } puts { $a } kilos of { $good } in a sack, then { $b } kilos more. How many kilos are in the sack?
maths-q-jerrycan = A jerrycan holds { $a } litres of water. { $name } uses { $b } litres. How many litres are left?
maths-q-milk = A cow gives { $a } litres of milk a day. How many litres is that in { $b } days?
maths-q-cloth = { $name } cuts { $a } metres of cloth into pieces of { $b } metres. How many pieces is that?
maths-q-hours = How many minutes are there in { $hours }?
maths-q-bus = The bus from { $place } to { $town } takes { $hours } and { $m } minutes. How many minutes is that in all?
maths-q-lesson = A lesson starts at { $start } and ends at { $end }. How many minutes is that?
maths-q-grams = { $name } has { $a } kilos and { $b } grams of { $good }. How many grams is that in all?

# Things to count, and the question for their number.
maths-thing-eggs = eggs
maths-many-eggs = How many eggs
maths-thing-avocados = avocados
maths-many-avocados = How many avocados
maths-thing-mangoes = mangoes
maths-many-mangoes = How many mangoes
maths-thing-bananas = bananas
maths-many-bananas = How many bananas
maths-thing-notebooks = notebooks
maths-many-notebooks = How many notebooks
maths-thing-pens = pens
maths-many-pens = How many pens
maths-thing-goats = goats
maths-many-goats = How many goats
maths-thing-hens = hens
maths-many-hens = How many hens
maths-thing-trees = trees
maths-many-trees = How many trees
maths-thing-chairs = chairs
maths-many-chairs = How many chairs

maths-good-beans = beans
maths-good-rice = rice
maths-good-potatoes = potatoes
maths-good-maize-flour = maize flour
maths-good-tomatoes = tomatoes
maths-good-onions = onions
maths-good-milk = milk
maths-good-oil = cooking oil
maths-good-juice = juice
maths-good-cloth = cloth
maths-good-rope = rope
