"""What ``wattbook hindcast`` prints."""

from wattbook import hindcast
from wattbook.words import outlook


def told(book):
    """Scores, coverage by horizon, projections of others and the first report's miss, as text."""
    replay, rows = hindcast.Replay(book), hindcast.replayed(book)
    labs, subject = hindcast.of_peers(rows, book), book.case.subject
    if not len(labs):
        return f"As of {book.as_of} no forecast had come due."
    ours, rival = labs[labs["method"] == hindcast.OURS], hindcast.best_rival(labs)
    means = labs.groupby("method")["crps"].mean()
    parts = {
        "": "\n".join([
            outlook.calibration(len(ours), hindcast.scores(ours)["inside80"].iloc[0]),
            outlook.skill(means[hindcast.OURS], rival, means[rival], *hindcast.lead(labs, rival)[1:]),
            outlook.widening(replay.factor(rows, subject, book.as_of)),
            outlook.missed(hindcast.missed(replay, subject, book.first), book.first)]),
        "All labs (crps of ln R; share of reports inside each band; width of the 80% band in ln R)": hindcast.scores(labs),
        "This model, by firm": hindcast.scores(rows[rows["method"] == hindcast.OURS], "firm"),
        "This model on labs, by months after the last report": hindcast.by_horizon(ours),
        "Published projections that came due, beside ours of the same day": hindcast.published(replay)}
    return "\n\n".join(f"{head}\n{_plain(part)}".strip() for head, part in parts.items())


def _plain(part):
    """Text of a frame, numbers in three figures."""
    return part if isinstance(part, str) else part.to_string(index=False, float_format=lambda x: f"{x:.3g}")
