"""Terms are explained where they first stand, and nowhere that is a link, a heading, code or a table."""

from wattbook.report import terms


def test_the_first_place_of_a_term_opens_its_definition():
    seen = []
    made = terms.marked("<p>The median, the Median. No remedian.</p>", seen)
    assert made == ('<p>The <dfn><button type="button" popovertarget="term-median">median</button></dfn>, the Median. '
                    "No remedian.</p>")
    assert terms.marked("<p>A median again.</p>", seen) == "<p>A median again.</p>"
    assert seen == ["median"]


def test_a_longer_term_goes_before_the_one_that_it_holds_and_case_counts_where_a_term_has_capitals():
    seen = []
    made = terms.marked("Facility power is more; it power is none.", seen)
    assert made.count("<button") == 1
    assert seen == ["facility power"]


def test_links_headings_code_and_tables_stay_as_they_are():
    text = "<h2>Median</h2><a href='#'>median</a><table><td>median</td></table><code>median</code>"
    assert terms.marked(text, []) == text


def test_definitions_stand_at_the_end_in_order_of_name():
    made = terms.listed(["PUE", "median"])
    assert made.index("median") < made.index("PUE")
    assert '<div popover id="term-pue"><b>PUE</b>: Facility power over IT power.</div>' in made
    assert terms.listed([]) == ""
