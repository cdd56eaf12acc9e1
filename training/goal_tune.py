"""Fine-tunes the matching network on rosters and topics.

A roster is shown whole: over all its mentors the fit has to put first whom a coordinator would,
and over all its mentees whom each mentor suits. Topics are shown a batch at a time: which of the
offers answers which need. Some topics are dressed as goals are in life, with a story around them
and with things that are there already, and their offers stand beside others of the same mentor.
"""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from model import finetuned
from model.embedding import VectorCache
from model.goal_network import GoalEncoder, GoalNetwork, GoalTensors, Passage, Passages
from model.goals import LEVELS, PARTS, Part, job, pieces
from model.matching import FARTHEST, LENGTH_POWER, Ranking
from model.programme import Person
from training.cache import BUILD
from training.rosters import LabelledGoal, Roster, Topic

_STEPS = 2 * FARTHEST + 1
_UNKNOWN = -100  # What cross entropy leaves out.
# What is rare counts more, or it would never be guessed: few words are unwanted, few goals ask for
# a level.
_RARITY: dict[Part, float] = {
    "wanted": 1.0,
    "has": 2.5,
    "unwanted": 3.5,
    "wish": 2.0,
    "story": 1.0,
}
_ASKED = torch.tensor([0.3, *(1.5 for _ in LEVELS[1:])])


@dataclass(frozen=True, slots=True)
class Tuning:
    """What can be turned.

    Attributes
    ----------
    rosters, topics : int
        How often each are gone through.
    rate, head_rate : float
        Highest learning rates of the packaged layers and of all that is new.
    batch : int
        Topics a step.
    mentees : int
        Mentees of a roster a step.
    dressed : float
        The share of topics that are dressed as goals.
    jobless : float
        How often a mentee's job is left out.
    other_way, part, level : float
        How much the other tasks count beside the order of the mentors.
    runs : int
        Networks from as many seeds are averaged, weight by weight (Wortsman et al. 2022, "Model
        soups"), which costs nothing when it is used.
    seed : int
    """

    rosters: int = 3
    topics: int = 2
    rate: float = 1e-4
    head_rate: float = 3e-3
    batch: int = 40
    mentees: int = 40
    dressed: float = 0.3
    jobless: float = 0.3
    other_way: float = 0.3
    part: float = 1.0
    level: float = 0.6
    runs: int = 2
    seed: int = 20261124


@dataclass(frozen=True)
class Tuned:
    """A network with the weights that were learnt beside it."""

    network: GoalNetwork
    whole: float
    answers: float
    unwanted: float
    levels: tuple[tuple[float, ...], ...]

    def ranking(self, words: float, offset: float, slope: float, gain: float) -> Ranking:
        """The whole of what matching needs beside the network."""
        levels = np.array(self.levels)
        return Ranking(self.whole, self.answers, self.unwanted, words, levels, offset, slope, gain)


class _Weights(nn.Module):
    """The weights of :class:`~model.matching.Ranking`, while they are learnt."""

    def __init__(self) -> None:
        super().__init__()
        # Whole, answers, unwanted: each begins where log-odds of a hundred mentors begin.
        self.views = nn.Parameter(torch.tensor([20.0, 20.0, 5.0]))
        self.levels = nn.Parameter(torch.zeros(len(LEVELS), _STEPS))


def _fits(
    weights: _Weights,
    goals: GoalTensors,
    offers: tuple[Tensor, Tensor, Tensor],
    steps: Tensor | None,
) -> Tensor:
    """What :meth:`model.matching.MentorIndex.fits` computes, without words, to be learnt from.

    Here each goal and each offer is one passage.
    """
    whole, each, owner = offers
    count = len(whole)

    def best(queries: Tensor) -> Tensor:
        likeness: Tensor = queries @ each.T
        empty = torch.full((len(queries), count), -1.0)
        return empty.scatter_reduce(1, owner.expand(len(queries), -1), likeness, "amax")

    def summed(rows: Tensor) -> Tensor:
        empty = torch.zeros(len(goals.whole), count)
        found: Tensor = empty.index_add(0, goals.owner, rows)
        return found

    counts = goals.weights**LENGTH_POWER
    total = torch.zeros(len(goals.whole)).index_add(0, goals.owner, counts)
    answers = summed(best(goals.wanted) * counts[:, None]) / total[:, None].clamp(min=1e-6)
    share = goals.shares[:, PARTS.index("unwanted")]
    unwanted = summed(best(goals.unwanted) * share[:, None])
    by_whole, by_answers, by_unwanted = weights.views
    found: Tensor = (
        by_whole * (goals.whole @ whole.T) + by_answers * answers - by_unwanted * unwanted
    )
    if steps is None:
        return found
    # Adding the same to all mentors changes no order, so each row is held at mean 0.
    table = weights.levels - weights.levels.mean(dim=1, keepdim=True)
    gained: Tensor = torch.einsum(
        "gl,gml->gm", goals.levels.softmax(dim=1), table.T[steps.clamp(min=0)]
    )
    return found + gained * (steps >= 0)


class _Task:
    """The encoder with all that it is trained for."""

    def __init__(self, rosters: Sequence[Roster], topics: Sequence[Topic], knobs: Tuning) -> None:
        self.encoder = GoalEncoder()
        self.weights = _Weights()
        self.passages = Passages()
        self.topics = topics
        self.knobs = knobs
        self.around = [
            (quote, part)
            for roster in rosters
            for mentee in roster.mentees
            for quote, part in mentee.parts
            if part in ("story", "has") and len(quote) < 200
        ]

    def roster(self, roster: Roster, chance: random.Random) -> Tensor:
        """The loss on some mentees of a roster and all its mentors."""
        count = min(len(roster.mentees), self.knobs.mentees)
        chosen = chance.sample(range(len(roster.mentees)), count)
        mentees = [roster.mentees[at] for at in chosen]
        relevance = torch.from_numpy(roster.relevance[chosen]).float()
        goals, windows = self._goals(mentees, chance)
        offers = self.encoder.offers(
            [self._window(job(one), one.mentor_expertise) for one in roster.mentors]
        )
        steps = torch.tensor(
            [[_step(one.person, other) for other in roster.mentors] for one in mentees]
        )
        fits = _fits(self.weights, goals, offers, steps)
        gains = 2.0**relevance - 1.0
        loss = -(gains / gains.sum(dim=1, keepdim=True) * fits.log_softmax(dim=1)).sum(dim=1)
        asked = gains.sum(dim=0)
        suits = gains[:, asked > 0] / asked[asked > 0]
        other_way = -(suits * fits.log_softmax(dim=0)[:, asked > 0]).sum(dim=0)
        levels = torch.tensor([LEVELS.index(one.level) for one in mentees])
        return (
            loss.mean()
            + self.knobs.other_way * other_way.mean()
            + self.knobs.part * _told_apart(goals, windows, mentees)
            + self.knobs.level * nn.functional.cross_entropy(goals.levels, levels, weight=_ASKED)
        )

    def topic(self, batch: Sequence[Topic], chance: random.Random) -> Tensor:
        """The loss on some topics: which offer answers which need."""
        mentees = [self._as_mentee(topic, chance) for topic in batch]
        goals, windows = self._goals(mentees, chance)
        mentors = [self._as_mentor(topic, batch, chance) for topic in batch]
        offers = self.encoder.offers(
            [self._window(job(one), one.mentor_expertise) for one in mentors]
        )
        fits = _fits(self.weights, goals, offers, None)
        own = torch.arange(len(batch))
        both = nn.functional.cross_entropy(fits, own) + nn.functional.cross_entropy(fits.T, own)
        return both / 2 + self.knobs.part * _told_apart(goals, windows, mentees)

    def _goals(
        self, mentees: Sequence[LabelledGoal], chance: random.Random
    ) -> tuple[GoalTensors, list[Passage]]:
        windows = [
            self._window(
                "" if chance.random() < self.knobs.jobless else job(one.person),
                one.person.mentee_goals,
            )
            for one in mentees
        ]
        return self.encoder.goals(windows), windows

    def _window(self, front: str, text: str) -> Passage:
        """The first passage; few texts of the corpus have a second."""
        return self.passages.of(front, text, pieces(text))[0]

    def _as_mentee(self, topic: Topic, chance: random.Random) -> LabelledGoal:
        parts: list[tuple[str, Part]] = [(chance.choice(topic.needs), "wanted")]
        if self.around and chance.random() < self.knobs.dressed:
            for _ in range(chance.choice((1, 1, 2))):
                parts.insert(chance.choice((0, len(parts))), chance.choice(self.around))
        text = " ".join(quote if quote[-1] in ".?!…" else f"{quote}." for quote, _ in parts)
        title = chance.choice(topic.jobs) if topic.jobs and chance.random() < 0.25 else ""
        person = Person("", "", "", job_title=title, mentee_goals=text)
        return LabelledGoal(person, tuple(parts), "any", ())

    def _as_mentor(self, topic: Topic, batch: Sequence[Topic], chance: random.Random) -> Person:
        offers = [chance.choice(topic.offers)]
        jobs = topic.jobs
        if chance.random() < self.knobs.dressed:
            other = chance.choice(self.topics)
            if other not in batch:
                offers.insert(chance.choice((0, 1)), chance.choice(other.offers))
                jobs = chance.choice((jobs, other.jobs))
        title = chance.choice(jobs) if jobs and chance.random() < 0.5 else ""
        text = " ".join(offer if offer[-1] in ".?!…" else f"{offer}." for offer in offers)
        return Person("", "", "", job_title=title, mentor_expertise=text)


def _step(mentee: Person, mentor: Person) -> int:
    if mentee.seniority is None or mentor.seniority is None:
        return -1
    return mentor.seniority - mentee.seniority + FARTHEST


def _told_apart(
    goals: GoalTensors, windows: Sequence[Passage], mentees: Sequence[LabelledGoal]
) -> Tensor:
    """Whether what is wanted, there, unwanted and so on is told apart, token by token."""
    targets = torch.full(goals.parts.shape[:2], _UNKNOWN)
    for row, (window, mentee) in enumerate(zip(windows, mentees, strict=True)):
        begin = 0
        for quote, part in mentee.parts:
            first = mentee.person.mentee_goals.index(quote, begin)
            begin = first + len(quote)
            for at, (start, _) in enumerate(window.places):
                if first <= start < begin:
                    targets[row, at] = PARTS.index(part)
    return nn.functional.cross_entropy(
        goals.parts.reshape(-1, len(PARTS)),
        targets.reshape(-1),
        weight=torch.tensor([_RARITY[part] for part in PARTS]),
        ignore_index=_UNKNOWN,
    )


def tune(rosters: Sequence[Roster], topics: Sequence[Topic], knobs: Tuning) -> Tuned:
    """A network fine-tuned on both; the same for the same data and knobs."""
    runs = [_run(rosters, topics, knobs, knobs.seed + at) for at in range(knobs.runs)]
    encoder, weights = runs[0]
    for module, others in (
        (encoder, [one.state_dict() for one, _ in runs]),
        (weights, [one.state_dict() for _, one in runs]),
    ):
        module.load_state_dict(
            {
                name: torch.stack([other[name] for other in others]).mean(dim=0)
                if tensor.is_floating_point()
                else tensor
                for name, tensor in module.state_dict().items()
            }
        )
    levels = weights.levels - weights.levels.mean(dim=1, keepdim=True)
    whole, answers, unwanted = weights.views.tolist()
    return Tuned(
        GoalNetwork(finetuned.changes(encoder)),
        whole,
        answers,
        max(unwanted, 0.0),
        tuple(tuple(row) for row in levels.tolist()),
    )


def _run(
    rosters: Sequence[Roster], topics: Sequence[Topic], knobs: Tuning, seed: int
) -> tuple[GoalEncoder, _Weights]:
    torch.manual_seed(seed)
    chance = random.Random(seed)
    task = _Task(rosters, topics, knobs)
    body = []
    for name, weight in task.encoder.body.named_parameters():
        # The vectors of words stay as they are, so that words the corpus lacks keep their place.
        if name.startswith("embeddings."):
            weight.requires_grad_(False)
        else:
            body.append(weight)
    heads = [*task.encoder.heads.parameters()]
    views, levels = [task.weights.views], [task.weights.levels]
    rates = [knobs.rate, knobs.head_rate, 50.0 * knobs.head_rate, 20.0 * knobs.head_rate]
    optimizer = torch.optim.AdamW(
        [
            {"params": body, "lr": rates[0], "weight_decay": 0.01},
            {"params": heads, "lr": rates[1], "weight_decay": 0.01},
            # These are of the order of 20 and of 2, where the others are far below 1.
            {"params": views, "lr": rates[2], "weight_decay": 0.0},
            {"params": levels, "lr": rates[3], "weight_decay": 0.0},
        ]
    )
    plan = _plan(rosters, topics, knobs, chance)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, rates, total_steps=len(plan) + 1, pct_start=0.1
    )
    task.encoder.train()
    for number, step in enumerate(plan, start=1):
        loss = task.roster(step, chance) if isinstance(step, Roster) else task.topic(step, chance)
        optimizer.zero_grad()
        torch.autograd.backward(loss)
        nn.utils.clip_grad_norm_([*body, *heads], 1.0)
        nn.utils.clip_grad_norm_([*views, *levels], 1.0)
        optimizer.step()
        schedule.step()
        if number % 25 == 0 or number == len(plan):
            print(f"    step {number} of {len(plan)}, loss {loss.item():.2f}", flush=True)
    return task.encoder.eval(), task.weights


def _plan(
    rosters: Sequence[Roster], topics: Sequence[Topic], knobs: Tuning, chance: random.Random
) -> list[Roster | list[Topic]]:
    """Rosters and batches of topics, mixed. Every other round of topics keeps neighbours of one
    field together, since what is told apart there is harder."""
    plan: list[Roster | list[Topic]] = [one for _ in range(knobs.rosters) for one in rosters]
    for turn in range(knobs.topics):
        mixed = chance.sample(topics, len(topics))
        if turn % 2 == 1:
            mixed.sort(key=lambda topic: topic.field)
        batches = [mixed[at : at + knobs.batch] for at in range(0, len(mixed), knobs.batch)]
        plan.extend(batch for batch in batches if len(batch) > 1)
    chance.shuffle(plan)
    return plan


class GoalTuner:
    """Fine-tunes networks without some rosters, each once; what was made is kept in a folder."""

    def __init__(
        self,
        rosters: Sequence[Roster],
        topics: Sequence[Topic],
        digest: str,
        knobs: Tuning,
        *,
        folder: Path = BUILD / "networks",
        cache: VectorCache | None = None,
    ) -> None:
        self._rosters, self._topics, self._knobs = rosters, topics, knobs
        self._folder, self._cache = folder, cache
        self._name = f"{digest}\0{json.dumps(asdict(knobs))}"

    def without(self, left_out: Collection[str]) -> Tuned:
        """A network that saw nothing of the rosters named in ``left_out``."""
        name = hashlib.sha256(f"{self._name}\0{sorted(left_out)}".encode()).hexdigest()[:16]
        path = self._folder / f"goals-{name}.safetensors"
        weights = path.with_suffix(".json")
        if not weights.is_file():
            print(f"  tuning a matching network without {sorted(left_out) or 'none'}", flush=True)
            seen = [roster for roster in self._rosters if roster.name not in left_out]
            self._folder.mkdir(parents=True, exist_ok=True)
            tuned = tune(seen, self._topics, self._knobs)
            tuned.network.save(path)
            numbers = [tuned.whole, tuned.answers, tuned.unwanted, tuned.levels]
            part = weights.with_suffix(".part")
            part.write_text(json.dumps(numbers), encoding="utf-8")
            part.replace(weights)
        whole, answers, unwanted, levels = json.loads(weights.read_text(encoding="utf-8"))
        network = GoalNetwork.load(path, self._cache)
        return Tuned(network, whole, answers, unwanted, tuple(map(tuple, levels)))
