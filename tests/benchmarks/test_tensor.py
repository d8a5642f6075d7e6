"""How fast the tape of arrays is: NumPy by hand, PyTorch and autograd beside it.

Run by `make bench`, on one thread. PyTorch is not locked, because its builds
differ; without it these rows are left out:
`.venv-bench/bin/pip install torch`.
"""

import gc

import numpy as np
import pytest
from backprop.networks import accuracy, mini_batches
from backprop.tensor import Tensor, linear, no_grad
from conftest import note
from test_networks import HELD_OUT, TRAINING, new_network, step_by_hand


@pytest.fixture(autouse=True)
def little_to_collect():
    """What is there before, PyTorch for one, is not looked through again."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


def twenty(call):
    def calls():
        for _ in range(20):
            call()  # and forget it: kept graphs would need new memory

    return calls


def logits_of(weights, x):
    w1, b1, w2, b2, w3, b3 = weights
    x = linear(x, w1, b1).relu()
    x = linear(x, w2, b2).relu()
    return linear(x, w3, b3)


class OnTape:
    """The network 64-128-128-10, as the chapter has it."""

    def __init__(self, parameters):
        self.weights = [Tensor(p, requires_grad=True) for p in parameters]

    def step(self, x, y):
        for w in self.weights:
            w.zero_grad()
        loss = logits_of(self.weights, x).cross_entropy(y)
        loss.backward()
        return loss

    def gradients(self, x, y):
        self.step(Tensor(x), y)
        return [w.grad for w in self.weights]

    def assign(self, parameters):
        for w, new in zip(self.weights, parameters, strict=True):
            w.data = new

    def logits(self, x):
        with no_grad():
            return logits_of(self.weights, Tensor(x)).data


class ByHand:
    """The same, as one writes it for this one network."""

    def __init__(self, parameters):
        self.assign(parameters)

    def gradients(self, x, y):
        return step_by_hand(self.parameters, x, y)[1]

    def assign(self, parameters):
        self.parameters = parameters

    def logits(self, x):
        w1, b1, w2, b2, w3, b3 = self.parameters
        x = np.maximum(x @ w1 + b1, 0)
        x = np.maximum(x @ w2 + b2, 0)
        return x @ w3 + b3


def numpy_by_hand(parameters, x, y):
    return lambda: step_by_hand(parameters, x, y)[:2]


def pytorch(parameters, x, y):
    torch = pytest.importorskip("torch")
    torch.set_num_threads(1)
    weights = [torch.tensor(p, requires_grad=True) for p in parameters]
    x, y = torch.tensor(x), torch.tensor(y)

    def step():
        for w in weights:
            w.grad = None
        w1, b1, w2, b2, w3, b3 = weights
        hidden = torch.addmm(b1, x, w1).relu()
        hidden = torch.addmm(b2, hidden, w2).relu()
        logits = torch.addmm(b3, hidden, w3)
        loss = torch.nn.functional.cross_entropy(logits, y)
        loss.backward()
        return loss.detach(), [w.grad for w in weights]

    return step


def autograd(parameters, x, y):
    library = pytest.importorskip("autograd")
    anp, rows = library.numpy, np.arange(len(y))

    def loss_of(weights):
        w1, b1, w2, b2, w3, b3 = weights
        hidden = anp.maximum(anp.dot(x, w1) + b1, 0)
        hidden = anp.maximum(anp.dot(hidden, w2) + b2, 0)
        logits = anp.dot(hidden, w3) + b3
        shifted = logits - anp.max(logits, axis=1, keepdims=True)
        totals = anp.log(anp.sum(anp.exp(shifted), axis=1))
        return anp.mean(totals - shifted[rows, y])

    both = library.value_and_grad(loss_of)
    return lambda: both(parameters)


@pytest.mark.parametrize(
    ("peer", "against", "rows", "target"),
    [
        (numpy_by_hand, "NumPy by hand", 64, 1.15),
        (numpy_by_hand, "NumPy by hand", 128, 1.1),
        (pytorch, "PyTorch", 64, 0.9),
        (pytorch, "PyTorch", 128, 1),
        (autograd, "the library autograd", 64, 0.35),
    ],
)
def test_step(compare, peer, against, rows, target):
    parameters = new_network(np.random.default_rng(0)).parameters()
    x, y = TRAINING[0][:rows], TRAINING[1][:rows]
    network, batch = OnTape(parameters), Tensor(x)
    theirs = peer(parameters, x, y)
    loss, expected = theirs()
    assert network.step(batch, y).item() == pytest.approx(
        float(loss), rel=1e-12
    )
    for got, gradient in zip(network.gradients(x, y), expected, strict=True):
        np.testing.assert_allclose(got, gradient, rtol=1e-9, atol=1e-15)
    compare(
        twenty(lambda: network.step(batch, y)),
        twenty(theirs),
        what=f"tape: loss and all gradients, {rows} images at once",
        against=against,
        target=target,
        rounds=200,
    )


def test_gradient_beside_the_value(compare):
    parameters = new_network(np.random.default_rng(0)).parameters()
    x, y = Tensor(TRAINING[0][:64]), TRAINING[1][:64]
    network = OnTape(parameters)

    def value():
        with no_grad():
            return logits_of(network.weights, x).cross_entropy(y)

    assert value().item() == network.step(x, y).item()
    compare(
        twenty(lambda: network.step(x, y)),
        twenty(value),
        what="tape: loss and all gradients",
        against="the loss alone",
        target=2.8,
        rounds=200,
    )


LINKS = 100  # of a chain, each a product and a sum


def chain(x, scale, shift):
    for _ in range(LINKS):
        x = x * scale + shift
    return x


def chain_of(size):
    arrays = np.linspace(0, 1, size), np.full(size, 0.9), np.full(size, 0.1)
    x, scale, shift = map(Tensor, arrays)
    return arrays, (Tensor(x.data, requires_grad=True), scale, shift)


def test_operation_forward(compare):
    arrays, tensors = chain_of(16)
    np.testing.assert_array_equal(chain(*tensors).data, chain(*arrays))
    compare(
        twenty(lambda: chain(*tensors)),
        twenty(lambda: chain(*arrays)),
        what="tape: an operation on 16 numbers, forward",
        against="NumPy",
        target=3.5,
        rounds=200,
    )


def test_operation_backward(compare):
    arrays, tensors = chain_of(16)
    ones, x = np.ones(16), tensors[0]
    end = chain(*tensors)

    def back():
        x.zero_grad()
        end.backward(ones)

    back()
    np.testing.assert_allclose(x.grad, 0.9**LINKS, rtol=1e-12)
    compare(
        twenty(back),
        twenty(lambda: chain(*arrays)),
        what="tape: an operation on 16 numbers, back",
        against="NumPy, forward",
        target=5,
        rounds=200,
    )


def test_chain_of_large_arrays(compare):
    make_vjp = pytest.importorskip("autograd").make_vjp
    arrays, tensors = chain_of(65_536)
    ones, x = np.ones(65_536), tensors[0]

    def ours():
        x.zero_grad()
        chain(*tensors).backward(ones)
        return x.grad

    def peer():
        pull, _ = make_vjp(lambda x: chain(x, *arrays[1:]))(arrays[0])
        return pull(ones)

    np.testing.assert_allclose(ours(), peer(), rtol=1e-12)
    compare(
        ours,
        peer,
        what="tape: 200 operations on 65,536 numbers and back",
        against="the library autograd",
        target=1,
        rounds=20,
    )


class Adam:
    """Steps in units of how large each gradient has been lately."""

    def __init__(self, rate=1e-3, keep=(0.9, 0.999), floor=1e-8):
        self.rate, self.keep, self.floor = rate, keep, floor
        self.steps = self.mean = self.square = 0

    def step(self, parameters, gradients):
        """The parameters after it, as one new array each."""
        if not self.steps:
            self.mean = [np.zeros_like(p) for p in parameters]
            self.square = [np.zeros_like(p) for p in parameters]
        self.steps += 1
        (a, b), t = self.keep, self.steps
        rate = self.rate * np.sqrt(1 - b**t) / (1 - a**t)
        floor = self.floor * np.sqrt(1 - b**t)
        new = []
        for p, g, mean, square in zip(
            parameters, gradients, self.mean, self.square, strict=True
        ):
            mean += (1 - a) * (g - mean)
            square += (1 - b) * (g * g - square)
            new.append(p - rate * mean / (np.sqrt(square) + floor))
        return new


def trained(kind, seed, until=1.1):
    """How many epochs it took, 40 at most, and which part is read right."""
    rng = np.random.default_rng(seed)
    parameters = new_network(rng).parameters()
    network, adam = kind(parameters), Adam()
    for epoch in range(1, 41):
        for x, y in mini_batches(*TRAINING, 64, rng):
            parameters = adam.step(parameters, network.gradients(x, y))
            network.assign(parameters)
        said = network.logits(HELD_OUT[0]).argmax(axis=1)
        right = accuracy(said, HELD_OUT[1])
        if right >= until or epoch == 40:
            return epoch, right


def test_accuracy(benchmark):
    """450 held out, 5 seeds, 40 epochs of Adam."""
    found = []
    benchmark.pedantic(
        lambda: found.extend(trained(OnTape, seed) for seed in range(5)),
        rounds=1,
    )
    note(
        benchmark,
        what="tape: read right after 40 epochs of Adam, mean of 5 seeds",
        against="450 digits held out",
        measured=np.mean([right for _, right in found]),
        target="≥ 0.976",
    )


def test_epochs(benchmark):
    """Both take the same steps: rounding may move where they arrive."""

    def epochs(kind):
        return sum(trained(kind, seed, until=0.97)[0] for seed in range(5))

    found = benchmark.pedantic(lambda: epochs(OnTape), rounds=1)
    note(
        benchmark,
        what="tape: epochs of Adam until 97 % are read right, 5 seeds",
        against="NumPy by hand",
        measured=found / epochs(ByHand),
        target="≤ 1",
    )


def test_time(compare):
    assert trained(OnTape, 0, 0.97) == trained(ByHand, 0, 0.97)
    compare(
        lambda: trained(OnTape, 0, 0.97),
        lambda: trained(ByHand, 0, 0.97),
        what="tape: time until 97 % are read right",
        against="NumPy by hand",
        target=1.15,
        rounds=20,
    )
