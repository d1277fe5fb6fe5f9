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
maths-before = The one before:
maths-why-again = AGAIN shows your problem.
maths-wrong = Not this time.
maths-skipped = We leave that one.
maths-answer = The answer is { $answer }.
maths-harder = You are doing well, so the next ones are a little harder.
maths-easier = Let us take a few easier ones.
maths-set-done = That was a set of { $total }. You got { $right } right.
maths-set-all = All { $total } right, { $first } of them at the first try.
maths-set-perfect = All { $total } right. Excellent!
maths-go-on = Five more? For yes, press 1. For the menu, press 2.
maths-go-on-rephrased = Shall we do five more problems? Say yes or no, or press 1 for yes and 2 for no.
maths-go-on-keys = Press 1 for five more, or 2 for the menu.
maths-go-on-text = Five more? Reply 1 for yes, 2 for the menu.
maths-leave = Well worked. Your place in maths is kept.
maths-help = Give the answer with the keys or say it. Say skip for another problem. Hash alone takes you to the menu.
maths-help-text = Reply with a number. SKIP gives another problem.
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
maths-hint-multiply = Take { $b } groups of { $a }.
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
maths-q-price-kilos = At { $place } market, a kilo of { $good } costs { $price } francs. How many francs for { $n } kilos?
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

# Around fractions, choices and the clock.
maths-fraction = { $up }/{ $down }
maths-choices = For { $one }, press 1. For { $two }, press 2. For { $three }, press 3.
maths-choices-text = Reply 1 for { $one }, 2 for { $two }, 3 for { $three }.
maths-keys-choice = Please press 1, 2 or 3.
maths-clock-keys = On the keys, 7:05 is 7 0 5.
maths-once-more = Try once more.
maths-hint-first = The first step: { $step }
maths-hint-clock = Go to the next full hour first, then on.
maths-hint-fraction-times = Multiply the upper numbers, then the lower ones.
maths-hint-hundredth = One percent is { $a } divided by 100.
maths-hint-fraction = Bring both to the same lower number first.

maths-in-days = { $n ->
    [one] 1 day
   *[other] { $n } days
 }
maths-in-clock = { $hour }:{ $minute ->
    [0] 00
    [5] 05
   *[other] { $minute }
 }
maths-in-metres = { $n ->
    [one] 1 metre
   *[other] { $n } metres
 }
maths-in-centimetres = { $n } centimetres
maths-in-kilometres = { $n ->
    [one] 1 kilometre
   *[other] { $n } kilometres
 }
maths-in-percent = { $n } percent

# Fractions.
maths-q-part = What is { $part } of { $n }?
maths-q-parts-in = How many parts of { $part } are there in { $n } whole ones?
maths-q-same-as = { $part } is the same as how many parts out of { $down }?
maths-q-mixed = How many parts of { $one } are there in { $n } and { $part }?
maths-q-fraction-add = What is { $a } plus { $b }?
maths-q-fraction-subtract = What is { $a } minus { $b }?
maths-q-fraction-times = What is { $a } times { $b }?
maths-q-decimal-add = What is { $a } plus { $b }?
maths-work-fraction-add = In parts of 1/{ $down }: { $left } plus { $right } is { $up }, so { $result }.
maths-work-fraction-subtract = In parts of 1/{ $down }: { $left } minus { $right } is { $up }, so { $result }.
maths-work-fraction-times = Upper numbers: { $a } times { $c } is { $up }. Lower numbers: { $b } times { $d } is { $down }. So { $result }.
maths-work-decimal-add = { $a } plus { $b } is { $sum }, which is { $result }.

# Percent.
maths-q-percent = What is { $p } percent of { $n }?
maths-q-share = What percent is { $a } out of { $b }?
maths-q-falls = A price of { $n } francs falls by { $p } percent. How many francs is it now?
maths-q-rises = A price of { $n } francs rises by { $p } percent. How many francs is it now?
maths-q-before = { $p } percent of a number is { $n }. What is the number?

# Time.
maths-q-weeks = How many days are there in { $n } weeks?
maths-q-weeks-days = { $b ->
    [one] How many days are { $a } weeks and 1 day together?
   *[other] How many days are { $a } weeks and { $b } days together?
}
maths-q-lessons-hours = A course has { $a } lessons of { $b } minutes each. How many hours is that?
maths-q-arrives = The bus to { $place } leaves at { $start } in the morning and takes { $m } minutes. At what time does it arrive?
maths-work-clock = From { $start }, { $m } minutes more make { $end }.
maths-work-clock-over = From { $start } it is { $first } minutes to { $full }, and { $rest } more make { $end }.

# Averages.
maths-q-average = What is the average of { $all }?
maths-q-average-missing = The average of four numbers is { $mean }. Three of them are { $all }. What is the fourth?

# Rates and proportion.
maths-q-each = { $a } kilos of { $good } cost { $b } francs. How many francs does one kilo cost?
maths-q-speed = A bus to { $place } drives { $v } kilometres an hour. How many kilometres does it drive in { $hours }?
maths-q-proportion = { $a } { $things } cost { $b } francs. How many francs do { $m } { $things } cost?
maths-q-journey = A truck drives { $d } kilometres in { $hours }. How many kilometres does it drive in { $more } at the same speed?
maths-q-workers = { $a } workers dig a field in { $b } days. How many days do { $m } workers need for it?

# What each skill is called, and advice on it.
maths-next = Next in maths, practise { $skill }.
maths-skill-add = addition
maths-skill-subtract = subtraction
maths-skill-multiply = multiplication
maths-skill-divide = division
maths-skill-francs = francs and change
maths-skill-measures = measures
maths-skill-fractions = fractions
maths-skill-percent = percent
maths-skill-time = time
maths-skill-average = averages
maths-skill-rate = rates
maths-skill-word = word problems
maths-tip-add = Add the tens first, then the ones. 47 plus 35: 47 plus 30 is 77, plus 5 is 82.
maths-tip-subtract = Count up from the smaller number. From 68 to 100: 2 to 70, then 30, so 32.
maths-tip-multiply = Split the larger number. 14 times 6: 10 times 6 is 60, 4 times 6 is 24, together 84.
maths-tip-divide = Turn it round: 84 divided by 7 asks what times 7 makes 84.
maths-tip-francs = For change, count up from the price to the note: to the next hundred, the next thousand, then on.
maths-tip-measures = Bring everything to one unit first: 1 kilo is 1000 grams, 1 metre is 100 centimetres.
maths-tip-fractions = The lower number says into how many equal parts, the upper number how many of them you take.
maths-tip-percent = 10 percent is one tenth. Find that first: 30 percent is three times as much, 5 percent is half of it.
maths-tip-time = An hour has 60 minutes. Go to the next full hour first, then count on.
maths-tip-days = A week has 7 days. Count the days of the whole weeks first, then the other days.
maths-tip-average = Add all the numbers, then divide by how many there are.
maths-tip-rate = Find what one costs or takes first, then multiply.
maths-tip-word = Ask yourself: what do I know, what is asked, and which step leads from one to the other?
