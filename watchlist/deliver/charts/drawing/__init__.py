"""Each kind of picture as a drawing. matplotlib is loaded here and nowhere else."""

from __future__ import annotations

from matplotlib.figure import Figure

from watchlist.deliver.charts.course import Course
from watchlist.deliver.charts.drawing import course, funnel, sparkline, timeline, xmr
from watchlist.deliver.charts.funnel import Funnel
from watchlist.deliver.charts.pictures import Picture
from watchlist.deliver.charts.sparkline import Sparkline
from watchlist.deliver.charts.timeline import Timeline
from watchlist.deliver.charts.xmr import ControlChart


def draw(picture: Picture) -> Figure:
    match picture:
        case Course():
            return course.draw(picture)
        case Timeline():
            return timeline.draw(picture)
        case ControlChart():
            return xmr.draw(picture)
        case Funnel():
            return funnel.draw(picture)
        case Sparkline():
            return sparkline.draw(picture)
