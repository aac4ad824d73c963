using System.Numerics;

namespace Bulwark.Proxy.RateLimiting.Counting;

/// <summary>A count that every core adds to and hardly anybody reads: each core has a place of its own, on a cache line that the others do not touch.</summary>
internal sealed class StripedCount
{
    private const int MostPlaces = 64;

    /// <summary>Two cache lines of 64 bytes: the core fetches them in pairs.</summary>
    private const int WordsPerPlace = 16;

    private static readonly int Mask = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Min(Environment.ProcessorCount, MostPlaces)) - 1;

    // One place more in front: the array's own head shares its line with nobody's count.
    private readonly long[] _words = new long[(Mask + 2) * WordsPerPlace];

    /// <summary>What all have added so far.</summary>
    public long Value
    {
        get
        {
            var sum = 0L;
            for (var i = WordsPerPlace; i < _words.Length; i += WordsPerPlace)
                sum += Volatile.Read(ref _words[i]);
            return sum;
        }
    }

    /// <summary>Adds one. The thread may move to another core in the midst of it, so the addition is an atomic one all the same.</summary>
    public void Increment() => Interlocked.Increment(ref _words[((Thread.GetCurrentProcessorId() & Mask) + 1) * WordsPerPlace]);
}
