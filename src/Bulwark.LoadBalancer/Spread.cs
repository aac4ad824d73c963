namespace Bulwark.LoadBalancer;

/// <summary>
/// Turns a count into numbers that are spread evenly: each multiple of the golden ratio falls into the widest gap that those before have left, so that shares are kept in any
/// short stretch already, where chance would need thousands.
/// </summary>
internal static class Spread
{
    private const uint GoldenRatio = 0x9E3779B9;

    /// <summary>A number from 0 to below 1.</summary>
    public static double Fraction(uint turn) => unchecked(turn * GoldenRatio) / 4294967296.0;

    /// <summary>A number from 0 to below <paramref name="bound"/>.</summary>
    public static int Below(uint turn, int bound) => (int)((ulong)unchecked(turn * GoldenRatio) * (uint)bound >> 32);
}
