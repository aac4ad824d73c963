using System.Numerics;

namespace Bulwark.Core.Striping;

/// <summary>
/// A number that every core changes and hardly anybody reads: each core has a place of its own, on a cache line that the others do not touch. The number is what all places say together.
/// </summary>
public sealed class Stripes
{
    private const int MostPlaces = 64;

    /// <summary>Two cache lines of 64 bytes: the core fetches them in pairs.</summary>
    private const int WordsPerPlace = 16;

    // One place more in front: the array's own head shares its line with nobody's number.
    private readonly long[] _words = new long[(Count + 1) * WordsPerPlace];

    /// <summary>How many places there are.</summary>
    public static int Count { get; } = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Min(Environment.ProcessorCount, MostPlaces));

    /// <summary>The place of the core that asks. The thread may move to another one in the next moment, so whatever is done there is an atomic operation all the same.</summary>
    public static int Here => Thread.GetCurrentProcessorId() & (Count - 1);

    /// <summary>What one place says.</summary>
    public ref long this[int place] => ref _words[(place + 1) * WordsPerPlace];
}
