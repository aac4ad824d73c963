using System.Numerics;
using Microsoft.AspNetCore.Http;

namespace Bulwark.LoadBalancer.TargetGroups;

/// <summary>One after the other; a target that is being warmed up is passed over for the part that it does not get yet.</summary>
internal sealed class RoundRobin(Target[] targets, TimeSpan slowStart) : ITargetChoice
{
    private uint _turn;

    public int Choose(HttpContext context, ulong usable)
    {
        var turn = Interlocked.Increment(ref _turn);
        var first = Nth(usable, (int)(turn % (uint)BitOperations.PopCount(usable)));
        if (slowStart == TimeSpan.Zero || Spread.Fraction(turn) < targets[first].State.Share(slowStart))
            return first;

        // The next one that is warm, or this one if none is.
        var others = BitOperations.RotateRight(usable & ~targets[first].Bit, first);
        for (; others != 0; others &= others - 1)
        {
            var next = (BitOperations.TrailingZeroCount(others) + first) & 63;
            if (targets[next].State.Share(slowStart) >= 1)
                return next;
        }

        return first;
    }

    private static int Nth(ulong bits, int n)
    {
        for (; n > 0; n--)
            bits &= bits - 1;

        return BitOperations.TrailingZeroCount(bits);
    }
}
