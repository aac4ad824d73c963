using System.Runtime.InteropServices;

namespace Bulwark.Proxy.RateLimiting.Counting;

/// <summary>What a counter is found by: a keyed hash of 128 bits over the rule and the values that it counts by. Values themselves are kept nowhere.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RateKey(ulong Low, ulong High)
{
    /// <summary>Zero in the table means that a place is free.</summary>
    public static RateKey Of(ulong low, ulong high) => new(low == 0 ? 1 : low, high == 0 ? 1 : high);
}
