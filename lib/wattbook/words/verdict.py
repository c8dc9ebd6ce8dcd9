"""Sentences of the verdict. Each branch is tested."""

from math import isfinite

from wattbook.keys import lowered
from wattbook.words.numbers import shown, stated, with_range
from wattbook.words.sentences import CANNOT, CLEAR, UNCLEAR, filled, likelihood, listed, percent, ranged, span

STATUSES = ("supported", "contradicted", "superseded", "open", "not testable")
FAR = 3  # standard deviations: farther is out of reach
REACH = {0.5: "Within a rounding of our beliefs", 1.5: "Not far off"}
CLOSE = 0.05  # two probabilities nearer than this are as good as the same
LEAST_SCORED = 10  # bands that came due before their coverage says anything
WORTHLESS = 0.001  # of the sum at stake: a fact worth less changes no decision

EARNS = {  # the same words in a report and where a reader moves beliefs on a page
    "sided": "It is {word} ({share}) that the programme earns its {hurdle} cost of capital{rate}.",
    "open": "Whether the programme earns its {hurdle} cost of capital cannot be concluded ({share}){rate}.",
    "rate": ": median return {rate}"}
# Titles of exhibits by how likely something is: where it is likely; where it is unlikely; where neither can be said.
TITLES = {
    "chain": ("Four yields turn {} into {} of revenue a year, more than a year costs",
              "Four yields turn {} into {} of revenue a year, less than a year costs",
              "Four yields turn {} into {} a year; whether that covers a year's cost cannot be concluded"),
    "price": ("A million tokens sell for {1}: enough to carry the target alone, which takes {0}",
              "To carry the target alone a million tokens must sell for {}; they sell for {}",
              "Whether {1} a million tokens carries the target alone cannot be concluded; it takes {0}"),
    "shares": ("{2} ways of counting put the same assumption first, at {0} to {1} of the spread",
               "What moves value most cannot be concluded: ways of counting give the first {0} to {1}"),
    "models": ("Under all models tried the word for its chance is the same: {} to {}",
               "The model changes the word for its chance: {} to {}"),
    "stress": ("Value with beliefs together: {}; drawn apart: {}",),
    "flip": ("The first of these at {} in place of {}, moved with the rest, turns the answer",
             "No joint move of beliefs that is in reach turns the answer"),
    "disagreements": ("{} of {} published values turn the answer: value is {} to {} with them",),
    "facts": ("Knowing the first of these before the decision is worth {}", "No single fact would change the decision"),
    "loss": ("In the worst month {} of capital of {} stands idle", "Capital of {1} stands idle in only {2} of draws",
             "Whether capital of {1} ever stands idle cannot be concluded ({2})"),
    "watch": ("The first of {} events to watch shows by {}, with {} probability",),
    "came": ("Of the bands of 80%, {} held what came and {} did not",
             "Of the bands of 80%, {} held what came and {} did not: too few to judge"),
    "reliability": ("Of what was given {} in the mean, {} happened",
                    "Reliability cannot be concluded: {1} of the {0} forecasts that it takes came due"),
    "registered": ("This report registers {} forecasts, the first due on {}", "Nothing is left to forecast"),
    "equity": ("For owners: {} of draws earn what capital costs", "For owners: only {} of draws earn what capital costs",
               "For owners: whether it earns what capital costs cannot be concluded ({} of draws)"),
    "lender": ("For lenders: cash falls short of the debt in {} of draws", "For lenders: cash falls short in only {} of draws",
               "For lenders: whether cash covers the debt cannot be concluded ({} fall short)"),
    "buyer": ("For buyers: an hour costs {} owned, {} rented: owning is cheaper",
              "For buyers: an hour costs {} owned, {} rented: renting is cheaper",
              "For buyers: an hour costs {} owned, {} rented: which is cheaper cannot be concluded"),
    "strategy": ("For those who plan: first power in {}, a kilowatt {} months late",),
    "policy": ("For the public: it draws {} TWh a year and costs {} for each permanent job",),
}
REFUSED = "Too far from our draws to answer: move back, or run the report with these beliefs."


def title(name, probability, *numbers):
    """Title of an exhibit, from summaries and texts: which of its sentences holds is the word of a probability."""
    likely, *others = TITLES[name]
    if probability is None or probability != probability:
        return CANNOT
    text = likely if probability >= CLEAR or not others else others[0] if probability < UNCLEAR else others[-1]
    return filled(text, *(with_range(one)[0] if isinstance(one, dict) else one for one in numbers))


def headline(p_worth, wacc, irr, rules, budget):
    """Headline of the verdict: whether it earns its capital's cost, and what published rules ask of it, lowest and highest."""
    if not budget["p50"]:
        return "Nothing is spent, so there is nothing to earn back."
    low, high = (shown(end, "USD/year", 2) for end in rules)
    return f"{earns(p_worth, wacc, irr)} Published rules ask it for {low} to {high} of revenue a year."


def claimed(aim, year, p_recognised, p_runrate, p_dark):
    """Say how likely the claim is on each measure, and that none of these machines runs by then."""
    recognised, runrate = (f"{likelihood(one)} ({percent(one)})" for one in (p_recognised, p_runrate))
    start = (f"Whether {aim} comes in {year} cannot be said, since no revenue of the firm was reported"
             if p_recognised != p_recognised else
             f"{aim} in {year} is {likelihood(p_runrate)}, as recognised revenue ({percent(p_recognised)}) and as December's "
             f"run-rate ({percent(p_runrate)})" if likelihood(p_recognised) == likelihood(p_runrate) else
             f"{aim} in {year} is {recognised} as recognised revenue and {runrate} as December's run-rate")
    some, chance = ("none", p_dark) if p_dark >= 0.5 else ("some", 1 - p_dark)
    return f"{start}; that {some} of the programme's own power is on by then is {likelihood(chance)} ({percent(chance)})."


def earns(p_worth, wacc, irr):
    """Say whether the programme earns its capital's cost, and at what rate."""
    rate = "" if irr["p50"] is None else EARNS["rate"].format(rate=ranged(irr))
    sided = p_worth >= CLEAR or p_worth < UNCLEAR
    return EARNS["sided" if sided else "open"].format(
        word=likelihood(p_worth), share=percent(p_worth), hurdle=with_range(wacc)[0], rate=rate)


def hour(p_cheaper, p_worth, p_rents, p_power):
    """Say what makes a programme not worth its cost though an hour is cheaper owned: shares of draws in which it would be."""
    if p_cheaper < CLEAR or p_worth >= CLEAR:
        return ""
    return (f"In {percent(p_cheaper)} of draws an hour is cheaper owned at today's rent all the same: the programme would be "
            f"worth its cost in {percent(p_rents)} if rents did not fall as machines age and the market settles, and in "
            f"{percent(p_power)} if power were on as soon as it is paid for.")


def carries(capacity, peak, target, unit, p_capacity):
    """Say whether the programme alone can carry the target; `peak` is the date of its highest revenue, as a summary."""
    if not capacity["p90"]:
        return "No capacity is bought, so nothing can be carried."
    start = f"At its peak, about {peak['p50']:.0f}, the programme could carry {ranged(capacity)} of revenue a year"
    if UNCLEAR <= p_capacity < CLEAR:
        return f"{start}: whether it could carry {stated(target, unit)} alone cannot be concluded ({percent(p_capacity)})."
    return f"{start}: it is {likelihood(p_capacity)} ({percent(p_capacity)}) to be able to carry {stated(target, unit)} alone."


def returns(rate, hurdle, modified, p_no_rate, let):
    """Say what it returns, also let by contract, against what is asked; the modified rate where too few draws have a single."""
    asked = f"against the {with_range(hurdle)[0]} asked, both real and before tax"
    if rate["p50"] is None or p_no_rate > 1 - CLEAR:
        if modified["p50"] is None:
            return "Nothing is put in or nothing comes back, so there is no return to speak of."
        none = f"No single rate fits the flows in {percent(p_no_rate)} of draws"
        return f"{none}; the modified rate is {ranged(modified)}, {asked}."
    few = f" No single rate fits in {percent(p_no_rate)} of draws, which are left out." if p_no_rate else ""
    enough = ("enough in nine draws of ten" if rate["p10"] >= hurdle["p50"] else "too little in nine draws of ten"
              if rate["p90"] < hurdle["p50"] else "the range lies on both sides of it")
    other = "" if let["p50"] is None else f" Let by contract at first, as on the page of cost, it returns {ranged(let)}."
    return f"It returns {ranged(rate)} a year, {asked}: {enough}.{few}{other}"


def tail(mean, error, p_worth, p_error):
    """Say what is lost in the worst twentieth of draws, and how exact a median and a probability are."""
    if mean >= 0:
        return "Even the worst twentieth of draws loses nothing on average."
    return (f"In the worst twentieth of draws it loses {shown(-mean, 'USD_2025', 2)} on average. Twice as many draws would "
            f"move the median by less than {shown(error, 'USD_2025', 2)} and the {percent(p_worth)} by less than "
            f"{p_error * 100:.1f} points, 99 times in 100.")


def rules_differ(labels, values):
    """Say how far published rules differ on the same deal: labels and median required revenue of each."""
    low, high = min(values), max(values)
    if not high:
        return "Every rule asks for nothing, since nothing is spent."
    one, other = (f"{shown(end, 'USD/year', 2)} {by} ({labels[values.index(end)]})" for end, by in (
        (low, "a year by one published rule"), (high, "by another")))
    return f"The same sum needs {one} and {other}: {high / low:.0f} times as much. They answer different questions."


def _reached(told, target):
    """Whether a joint move of beliefs within reach brings an answer to a probability."""
    return told["distance"] <= FAR and abs(told["share"] - target) <= CLOSE


def turned(told, target):
    """Say the same as a title, of the first row of the table."""
    first = told["moves"].iloc[0] if told["distance"] == told["distance"] else None
    return title("flip", None if first is None else float(_reached(told, target)), *(() if first is None else (
        shown(first["after"], first["unit"]), stated(first["before"], first["unit"]))))


def flipped(told, target):
    """Say how far the answer is from turning: `told` comes from `wattbook.decision.flip`, `target` is a probability."""
    if told["distance"] != told["distance"]:
        return "Nothing moves the answer, so nothing flips it."
    if not _reached(told, target):
        return f"No joint move of beliefs within {FAR} standard deviations makes it {likelihood(target)} ({percent(target)})."
    first = told["moves"].iloc[0]
    near = next((word for end, word in REACH.items() if told["distance"] < end), "Far off")
    return (f"{near}: a joint move of {told['distance']:.1f} standard deviations makes it {likelihood(target)} "
            f"({percent(target)}), with {lowered(first['label'])} at {shown(first['after'], first['unit'])} instead of "
            f"{stated(first['before'], first['unit'])} as its largest part.")


def ruled(told, what):
    """Say where something holds, in one rule: `told` comes from `wattbook.decision.rule`."""
    if told is None:
        return f"It {what} in no draw, so no rule can be given."
    if told["base"] == 1:
        return f"It {what} in every draw, so no rule is needed."
    if not len(told["limits"]) or told["density"] < 1 / 2:
        return f"No rule in a few words tells where it {what}."
    limits = []
    for one in told["limits"].itertuples():
        low, high = (shown(end, one.unit, 2) if isfinite(end) else "" for end in (one.low, one.high))
        within = f"lies between {low} and {high}" if low and high else f"is at least {low}" if low else f"is at most {high}"
        limits.append(f"{lowered(one.label)} {within}")
    return (f"It {what} where {listed(limits)}: in {percent(told['density'])} of such draws, which hold "
            f"{percent(told['coverage'])} of all in which it does.")


def facts(found, stake):
    """Say which fact is most worth finding before a decision with a sum at stake [USD_2025]."""
    first = found.iloc[0] if len(found) else {"value": 0}
    if first["value"] <= WORTHLESS * stake:
        return "No single fact would change the decision."
    return f"Most worth finding: {lowered(first['label'])}, worth {shown(first['value'], 'USD_2025', 2)} before the decision."


def together(found):
    """Say whether the answer depends on how beliefs go together: label -> probability, from `wattbook.decision.dependence`."""
    low, high, ours = found["Worst pattern"], found["Best pattern"], found["As we assume"]
    over = f"{span(low, high)} over correlations of 0.9 among what moves it most; {percent(ours)} as we assume"
    if likelihood(low) == likelihood(high):
        return f"However beliefs go together, the word is the same: {over}."
    return f"How beliefs go together changes the word, {likelihood(low)} to {likelihood(high)}: {over}."


def overbuilt(p_excess, year, stranded, months):
    """Say how likely capacity exceeds demand at the end of a year, what stands idle, and how long: summaries."""
    start = f"By the end of {year} capacity that serves the firm exceeds demand with {percent(p_excess)} probability"
    if stranded["p90"] <= 0:
        return f"{start}; none of the programme's capital stands idle in nine of ten draws."
    absorbed = "" if months["p50"] is None else f"; where it happens, demand catches up after {ranged(months)} months"
    lost = shown(stranded["p90"], stranded["unit"], 2)
    return f"{start}; in one draw of ten {lost} or more of the programme stands idle at some time{absorbed}."


def industry(p_excess, year, capacity, stranded, months):
    """Say the same of the firms followed, against what buyers would pay for: capacity at the end of a year and its excess."""
    if capacity["p50"] is None:
        return "No site of another firm was tracked by then, so that nothing can be said of the industry."
    start = (f"The firms followed have {ranged(capacity)} GW announced by the end of {year}, more than demand with "
             f"{percent(p_excess)} probability")
    if stranded["p90"] <= 0:
        return f"{start}; none of their capital stands idle in nine of ten draws."
    return f"{start}; in the worst month {ranged(stranded)} stands idle, until demand catches up after {ranged(months)} months."


def stories(frame):
    """Say which story is the most likely: label and probability of each."""
    if frame["probability"].isna().all():
        return "The plan's last year lies off the time axis, so no story can be told."
    ordered = frame.sort_values("probability", ascending=False, kind="stable")
    first, second = ordered.iloc[0], ordered.iloc[1]
    told, other = f"({percent(first['probability'])})", f"{second['label'].lower()} ({percent(second['probability'])})"
    if first["probability"] - second["probability"] < CLOSE:
        return f"{first['label']} {told} and {other} are about equally likely."
    return f"{first['label']} is the most likely story {told}, before {other}."


def reader(told):
    """Say what flips one reader's decision: `told` comes from `wattbook.frames.verdict.reader`."""
    if told["needed"] != told["needed"]:
        return f"{told['question']} No value of {lowered(told['label'])} alone is enough that in the median {told['aim']}."
    return (f"{told['question']} In the median {told['aim']} with {lowered(told['label'])} at "
            f"{shown(told['needed'], told['unit'], 2)}, all else as drawn; we use {stated(told['used'], told['unit'])}.")


def scored(told):
    """Say how registered forecasts did that came due: `told` comes from `wattbook.register.scores`."""
    if not told["all"]:
        return "No registered forecast had come due."
    bands, chances, who = told["bands"], told["probabilities"], "They" if told["replays"] == told["all"] else "Some"
    said = {f"{told['inside80'] * bands:.0f} of {bands} bands of 80% held what came": bands,
            f"{chances} probabilities have a mean Brier score of {told['brier']:.2f} (a coin has 0.25)": chances}
    more = {" Too few to judge the bands.": bands < LEAST_SCORED,
            f" Reliability is drawn from {LEAST_SCORED} probabilities on; {chances} came due.": chances < LEAST_SCORED,
            f" {who} are replays: made later from what was known on their date, not forecasts made then.": told["replays"]}
    said, more = " and ".join(one for one in said if said[one]), "".join(one for one in more if more[one])
    return f"Of {told['all']} registered forecasts that came due, {said}.{more}"


def claim_status(probability):
    """Status of a claim whose rule holds with a probability; None where no rule can be held against it."""
    if probability is None:
        return "not testable"
    if probability >= CLEAR:
        return "supported"
    return "contradicted" if probability < UNCLEAR else "open"


def claims_counted(counts):
    """Say how the claims stand: status -> count."""
    told = ", ".join(f"{counts[status]} {status}" for status in STATUSES if counts.get(status))
    return f"Of {sum(counts.values())} claims: {told}." if told else "No claims are held against this case."
