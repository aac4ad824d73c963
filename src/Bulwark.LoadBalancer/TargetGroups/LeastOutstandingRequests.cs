using System.Numerics;
using Microsoft.AspNetCore.Http;

namespace Bulwark.LoadBalancer.TargetGroups;

/// <summary>The target with the fewest requests under way; among equals one after the other.</summary>
internal sealed class LeastOutstandingRequests(Target[] targets, TimeSpan slowStart) : ITargetChoice
{
    private uint _turn;

    public int Choose(HttpContext context, ulong usable)
    {
        // Where the search begins moves on, so that of equals it is not always the first.
        var start = (int)(Interlocked.Increment(ref _turn) % (uint)targets.Length);
        var best = -1;
        var least = double.MaxValue;
        for (var i = 0; i < targets.Length; i++)
        {
            var index = (start + i) % targets.Length;
            if ((usable & targets[index].Bit) == 0)
                continue;

            var load = (targets[index].State.Outstanding + 1) / targets[index].State.Share(slowStart);
            if (load < least)
                (best, least) = (index, load);
        }

        return best >= 0 ? best : BitOperations.TrailingZeroCount(usable);
    }
}
