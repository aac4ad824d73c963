using Microsoft.AspNetCore.Http;

namespace Bulwark.LoadBalancer.TargetGroups;

/// <summary>
/// The same key goes to the same target, unless that one has much more to do than the others: then the next one on the ring takes the request ("consistent hashing with
/// bounded loads", Mirrokni, Thorup and Zadimoghaddam, 2017). So nobody can overrun one target with one key.
/// </summary>
internal sealed class ConsistentHashing(Target[] targets, HashRing ring, Func<HttpContext, ulong?> key, ITargetChoice withoutKey) : ITargetChoice
{
    private const double Excess = 1.25;

    /// <summary>With a few requests under way no target is overrun, and moving them would only cool its caches.</summary>
    private const int LowestBound = 16;

    public int Choose(HttpContext context, ulong usable)
    {
        if (key(context) is not { } hash)
            return withoutKey.Choose(context, usable);

        var index = ring.Find(hash, WithinBound(usable));
        return index >= 0 ? index : withoutKey.Choose(context, usable);
    }

    private ulong WithinBound(ulong usable)
    {
        var total = 1;
        var count = 0;
        foreach (var target in targets)
        {
            if ((usable & target.Bit) == 0)
                continue;

            total += target.State.Outstanding;
            count++;
        }

        var bound = Math.Max(LowestBound, (int)Math.Ceiling(Excess * total / count));
        foreach (var target in targets)
        {
            if (target.State.Outstanding >= bound)
                usable &= ~target.Bit;
        }

        return usable;
    }
}
