#!/usr/bin/env python3
"""Writes special_functions.csv: reference values of the distributions, by mpmath at 60 digits.

Usage: python3 special_functions.py > special_functions.csv   (mpmath 1.3, a few minutes)
Arguments are exact doubles; answers are rounded once, from 60 digits to 17.
"""
import math
import sys
from mpmath import mp, mpf

mp.dps = 60
out = sys.stdout
out.write("function,a,b,x,value,complement,condition\n")


def row(name, value, complement=None, a=None, b=None, x=None, weight=0):
    """`weight` is x times the density: the condition says how many times faster the smaller tail moves than x.

    For the beta distribution x stands for the greater of x and 1 - x, whichever of the two is rounded.
    """
    def text(number):
        return "" if number is None else mp.nstr(mpf(number), 17, strip_zeros=False)

    def exact(number):
        return "" if number is None else repr(float(number))

    condition = mp.nstr(weight / min(value, complement), 4) if weight else ""
    out.write(f"{name},{exact(a)},{exact(b)},{exact(x)},{text(value)},{text(complement)},{condition}\n")


PROBABILITIES = [1e-300, 1e-100, 1e-30, 1e-16, 1e-12, 1e-8, 1e-5, 1e-3, 0.001, 0.005, 0.01, 0.025, 0.05, 0.1,
                 0.2, 0.3, 0.45, 0.499999, 0.5, 0.500001, 0.55, 0.7, 0.8, 0.9, 0.95, 0.975, 0.99, 0.995, 0.999,
                 0.99999, 1 - 2.0**-40]


def normal():
    for x in [-37.5, -30.3, -20.1, -12.7, -8.3, -5.5, -3.090232306167813, -1.959963984540054, -1, -0.5, -0.1, -1e-8, 0,
              1e-8, 0.1, 0.5, 1, 1.5, 1.959963984540054, 2.5758293035489004, 3.090232306167813, 4.4, 6, 8.2]:
        row("normal_cdf", mp.erfc(-mpf(x) / mp.sqrt(2)) / 2, mp.erfc(mpf(x) / mp.sqrt(2)) / 2, x=x)
    for p in PROBABILITIES:
        z = mp.findroot(lambda t: mp.log(mp.ncdf(t)) - mp.log(mpf(p)), normal_start(p)) if p < 0.4 \
            else mp.sqrt(2) * mp.erfinv(2 * mpf(p) - 1)
        row("normal_quantile", z, x=p)


def normal_start(p):
    from scipy.stats import norm
    return mpf(float(norm.ppf(p)))


def log_gamma():
    for x in [1e-10, 0.001, 0.1, 0.5, 0.9, 1.1, 1.46, 1.9, 2.1, 2.5, 3, 4.5, 7, 9.5, 10, 15.5, 19.9, 20, 20.5, 33,
              100, 171.5, 1000, 12345.678, 1e6, 1e9, 1e15]:
        row("log_gamma", mp.loggamma(mpf(x)), x=x)


def gamma_tails(a, x):
    """P and Q: by the power series and the fraction of mpmath; for large a by integrating the density."""
    a, x = mpf(a), mpf(x)
    if a < 2e4:
        return mp.gammainc(a, 0, x, regularized=True), mp.gammainc(a, x, mp.inf, regularized=True)
    root = mp.sqrt(a)
    # Offsets from a in units of root a, so that the exponent does not cancel.
    density = lambda u: mp.exp(a * (mp.log1p(u / root) - u / root)) / (1 + u / root)
    scale = mp.exp(a * mp.log(a) - a - mp.loggamma(a)) / root
    u = (x - a) / root
    step = mpf(1) / 2
    lower = [u - k * step for k in range(0, 90)]
    upper = [u + k * step for k in range(0, 90)]
    lower = [v for v in lower if v > -root]
    return scale * mp.quad(density, lower[::-1]), scale * mp.quad(density, upper)


SHAPES = [0.5, 1, 1.5, 2, 2.5, 5, 9.5, 10, 15, 19.5, 20, 20.5, 49, 100, 250.5, 499, 999, 1000, 1001.5, 5000]
LARGE = [1e5, 1e6, 1e9, 1e13]


def gamma():
    for a in SHAPES + LARGE:
        points = {a + k * math.sqrt(a) for k in (-8, -5, -3.2, -2, -1, -0.3, 0, 0.01, 0.7, 1.5, 2.5, 4, 6, 9)}
        if a < 2e4:
            points |= {a * r for r in (0.02, 0.3, 0.6, 0.75, 1.25, 1.4, 1.8)}
        for x in sorted(v for v in points if v > 0):
            lower, upper = gamma_tails(a, x)
            if lower > mpf("1e-290") and upper > mpf("1e-290"):
                weight = mp.exp(a * mp.log(x) - x - mp.loggamma(a))
                row("gamma", lower, upper, a=a, x=x, weight=weight)


def chi_square():
    from scipy.stats import chi2
    for dof in [1, 2, 3, 4, 5, 10, 18, 19, 20, 21, 40, 100, 198, 500, 1998, 2000, 2003, 10000]:
        for p in [1e-12, 1e-5, 0.0005, 0.001, 0.005, 0.025, 0.05, 0.1, 0.3, 0.5, 0.7, 0.9, 0.95, 0.975, 0.995, 0.999,
                  0.9995, 0.99999]:
            start = float(chi2.ppf(p, dof)) / 2
            a = mpf(dof) / 2
            if p < 0.5:
                f = lambda u: mp.log(mp.gammainc(a, 0, mp.exp(u), regularized=True)) - mp.log(mpf(p))
            else:
                f = lambda u: mp.log(mp.gammainc(a, mp.exp(u), mp.inf, regularized=True)) - mp.log1p(-mpf(p))
            mp.dps = 40
            u = mp.findroot(f, (mp.log(start), mp.log(start) * (1 + mpf("1e-9")) + mpf("1e-9")), solver="secant",
                            tol=mpf("1e-50"))
            mp.dps = 60
            row("chi_square_quantile", 2 * mp.exp(u), a=dof, x=p)


def beta():
    for a in [0.5, 1, 2, 4.5, 10, 33, 100, 1000.5]:
        for b in [0.5, 1, 3.5, 12, 100, 3000]:
            mean = a / (a + b)
            sd = math.sqrt(a * b / (a + b + 1)) / (a + b)
            for x in [0.01, 0.3, 0.9, mean, mean - 3 * sd, mean + 2 * sd, mean - 0.5 * sd]:
                if not 0 < x < 1:
                    continue
                lower = mp.betainc(a, b, 0, mpf(x), regularized=True)
                upper = mp.betainc(b, a, 0, 1 - mpf(x), regularized=True)
                if lower > mpf("1e-290") and upper > mpf("1e-290"):
                    weight = mpf(x)**(a - 1) * (1 - mpf(x))**(b - 1) / mp.beta(a, b) * max(x, 1 - x)
                    row("beta", lower, upper, a=a, b=b, x=x, weight=weight)


def student_large():
    """Degrees of freedom for which the beta function's series is out of reach: by integrating the density."""
    for dof in [1e7, 1e9, 1e12]:
        nu = mpf(dof)
        scale = mp.exp(mp.loggamma((nu + 1) / 2) - mp.loggamma(nu / 2)) / mp.sqrt(nu * mp.pi)

        def density(v):
            return scale * mp.exp(-(nu + 1) / 2 * mp.log1p(v * v / nu))

        for p in [0.6, 0.975, 0.999, 0.99999]:
            middle = mpf(p) - mpf(1) / 2
            t = mp.findroot(lambda u: mp.quad(density, mp.linspace(0, u, 9)) - middle, -normal_start(1 - p), tol=mpf("1e-45"))
            row("student_quantile", t, a=dof, x=p)


def student():
    from scipy.stats import t
    for dof in [1, 2, 3, 4, 5, 7.5, 10, 20, 29, 49, 99, 500, 999, 10000, 1e6]:
        for p in [1e-10, 1e-5, 0.001, 0.005, 0.025, 0.05, 0.1, 0.3, 0.45, 0.499, 0.501, 0.6, 0.8, 0.9, 0.95, 0.975,
                  0.995, 0.999, 0.9995, 0.99999]:
            half = mpf(dof) / 2
            q = mpf(p) if p < 0.5 else 1 - mpf(p)

            def tail(u):
                s = mp.exp(2 * u)
                return mp.log(mp.betainc(half, 0.5, 0, half * 2 / (half * 2 + s), regularized=True) / 2) - mp.log(q)

            start = mp.log(mpf(abs(float(t.ppf(p, dof)))))
            mp.dps = 40
            u = mp.findroot(tail, (start, start + mpf("1e-9")), solver="secant", tol=mpf("1e-46"))
            mp.dps = 60
            row("student_quantile", mp.exp(u) * (-1 if p < 0.5 else 1), a=dof, x=p)


for part in (normal, log_gamma, gamma, chi_square, beta, student, student_large):
    part()
    print(part.__name__, file=sys.stderr, flush=True)
