using System.Runtime.InteropServices;

namespace Bulwark.Proxy.RateLimiting.Counting;

/// <summary>What counting one request came to.</summary>
/// <param name="Outcome">Within the limit or beyond it.</param>
/// <param name="RetryAfter">When it is beyond: how long until a request is taken again, if none comes before.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Tally(TallyOutcome Outcome, TimeSpan RetryAfter = default)
{
    public static readonly Tally Within = new(TallyOutcome.Within);
    public static readonly Tally Lost = new(TallyOutcome.Lost);

    public bool IsBeyond => Outcome is TallyOutcome.Exceeds or TallyOutcome.Beyond;
}
