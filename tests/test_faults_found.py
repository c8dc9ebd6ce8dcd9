"""Faults that people found at the bench, each as a kind, and the tests that fail where it comes back.

`faults/found.py` tries each as it was found; `faults/FOUND.md` says how commit 020ff13, on which they were found, fails it.
"""

import ast
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
KINDS = {
    "a report says that it was made from other inputs than its notebooks used": """
        report/test_build.py::test_a_notebook_that_did_not_run_with_what_was_asked_for_makes_no_report
        report/test_cli.py::test_a_notebook_that_will_not_do_is_named_before_anything_runs""",
    "a file that is empty, half, merged or in other letters is a traceback": """
        report/test_cli.py::test_a_notebook_that_will_not_do_is_named_before_anything_runs
        report/test_cli.py::test_a_report_that_is_broken_is_named_and_left_alone
        test_corpus.py::test_a_file_that_is_none_is_told_in_one_line""",
    "the commit of another repository is taken for ours": """
        report/test_build.py::test_a_checkout_unpacked_inside_another_repository_has_no_commit""",
    "a long name of the temporary folder ends a run": """
        report/test_build.py::test_where_the_temporary_folder_has_a_long_name_sockets_go_elsewhere_or_ports_do""",
    "a foreign kernel ends a run": """
        report/test_build.py::test_a_notebook_runs_in_our_python_whatever_kernels_are_installed""",
    "a place that cannot be written, or a long name, is a traceback": """
        report/test_cli.py::test_a_place_where_nothing_can_be_written_is_named
        report/test_cli.py::test_a_mistake_about_the_inputs_ends_with_status_2_before_anything_is_written
        test_corpus.py::test_a_wrong_argument_ends_with_a_status_and_a_line""",
    "a programme of nothing fails, or is said to earn its cost of capital": """
        test_graph.py::test_nothing_is_bought_with_no_money
        test_decision.py::test_nothing_is_flipped_ruled_or_found_where_nothing_is_bought
        test_frames_verdict.py::test_tables_stand_where_nothing_is_bought""",
    "a change by hand turns into another distribution, or fills an axis, without a word": """
        test_params.py::test_three_numbers_keep_the_distribution_and_are_uniform_where_it_was_fixed
        test_params_mistakes.py::test_what_has_members_is_set_by_member_or_for_all_and_says_so""",
    "an argument that nobody can mean is taken: twice, 800%, the future, one draw": """
        report/test_cli.py::test_a_mistake_about_the_inputs_ends_with_status_2_before_anything_is_written
        report/test_cli.py::test_an_argument_that_cannot_be_read_ends_with_status_2_and_says_what_is_allowed
        test_params_mistakes.py::test_a_mistake_in_an_argument_is_named
        test_sentences.py::test_rounding_never_claims_certainty""",
    "a cell that hangs, dies, leaves or prints without end, or a run that is stopped, is not told or leaves something": """
        report/test_build.py::test_a_cell_that_hangs_is_stopped_and_named
        report/test_build.py::test_a_failing_cell_leaves_no_report_and_says_where_to_look
        report/test_build.py::test_a_cell_that_prints_without_end_is_cut_and_says_so
        report/test_build.py::test_stopping_leaves_nothing_half_written_and_no_kernel_and_no_socket
        report/test_cli.py::test_stopping_while_the_program_is_still_being_loaded_gives_one_line""",
    "more draws than fit into memory are begun": """
        report/test_cli.py::test_draws_that_do_not_fit_into_memory_are_refused_with_the_number_that_fits""",
    "a question about a name is an error of ours, and copies of notebooks become pages": """
        test_run.py::test_an_unknown_name_is_refused_with_the_nearest
        test_run.py::test_a_key_that_names_no_single_number_is_refused
        test_quantity.py::test_a_malformed_docstring_is_refused_and_the_function_named
        report/test_cli.py::test_drafts_and_copies_are_named_and_left_out""",
    "a true message is too long or beside the point": """
        test_corpus.py::test_a_wrong_argument_ends_with_a_status_and_a_line
        test_params.py::test_rows_of_nothing_but_commas_are_left_out
        test_params.py::test_files_may_end_in_yml_and_what_an_editor_hides_is_left_out
        report/test_cli.py::test_outside_a_checkout_the_working_folder_stands_in_and_the_variable_is_named""",
    "aliases stand for gigabytes, and control characters reach a terminal": """
        test_params_mistakes.py::test_a_mistake_in_a_file_is_named
        test_corpus.py::test_a_file_that_is_none_is_told_in_one_line
        report/test_hostile.py::test_a_terminal_gets_no_control_characters_from_a_report""",
    "a full disk or a kill between two steps loses a report, and publishers are in each other's way": """
        report/test_build.py::test_a_disk_that_is_full_while_pages_are_written_gives_one_line
        report/test_places.py::test_a_replaced_report_is_never_missing_from_its_place
        report/test_places.py::test_a_report_moved_aside_by_a_run_that_died_comes_back_at_the_next
        report/test_places.py::test_many_publishers_at_once_leave_one_whole_report_and_nothing_else
        report/test_places.py::test_a_hundred_kills_at_any_moment_lose_nothing_and_the_next_run_sweeps""",
    "a week is read as a day, and a rate of return that there is is not found": """
        report/test_cli.py::test_a_mistake_about_the_inputs_ends_with_status_2_before_anything_is_written
        test_finance_returns.py::test_rates_at_the_ends_of_what_can_be_written_are_found
        test_finance_returns.py::test_a_conventional_flow_has_one_rate_and_is_worth_nothing_at_it
        test_finance_returns.py::test_irr_at_stated_times_agrees_with_the_example_of_excel_help""",
    "a test fails where the machine is busy": "test_faults_found.py::test_no_test_depends_on_how_fast_the_machine_is",
}
CLOCKS = {"monotonic", "perf_counter", "process_time", "time_ns", "monotonic_ns"}


def defined_in(file):
    return {node.name: node for node in ast.parse((TESTS / file).read_text(encoding="utf-8")).body
            if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_fault_has_a_test_that_stands(kind):
    for file, name in (one.split("::") for one in KINDS[kind].split()):
        assert name in defined_in(file), f"{file} has no {name}"


def test_each_fault_is_tried_as_it_was_found():
    numbers = {int(name.split("_")[1][1:]) for name in defined_in("faults/found.py") if name.startswith("test_f")}
    assert numbers == set(range(1, 18))


def test_no_test_depends_on_how_fast_the_machine_is():
    """A clock may say neither whether a test passes nor when it gives up waiting for a process."""
    for path in sorted(TESTS.rglob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in ("run", "wait", "communicate"):
                assert "timeout" not in {one.arg for one in node.keywords}, f"{path.name}, line {node.lineno}"
            if isinstance(node, ast.Assert):
                read = {one.attr for one in ast.walk(node) if isinstance(one, ast.Attribute)}
                assert not read & CLOCKS, f"{path.name}, line {node.lineno}"
