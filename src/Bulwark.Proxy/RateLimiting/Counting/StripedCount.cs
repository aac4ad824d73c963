using Bulwark.Core.Striping;

namespace Bulwark.Proxy.RateLimiting.Counting;

/// <summary>A count that every core adds to and hardly anybody reads.</summary>
internal sealed class StripedCount
{
    private readonly Stripes _counts = new();

    /// <summary>What all have added so far.</summary>
    public long Value
    {
        get
        {
            var sum = 0L;
            for (var place = 0; place < Stripes.Count; place++)
                sum += Volatile.Read(ref _counts[place]);
            return sum;
        }
    }

    /// <summary>Adds one.</summary>
    public void Increment() => Interlocked.Increment(ref _counts[Stripes.Here]);
}
