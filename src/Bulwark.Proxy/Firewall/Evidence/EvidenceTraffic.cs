namespace Bulwark.Proxy.Firewall.Evidence;

/// <summary>All requests, with those that nothing matched.</summary>
/// <param name="Requests">How many.</param>
/// <param name="MemberRequests">Those of signed-in members.</param>
/// <param name="Refused">Those that the firewall refused.</param>
/// <param name="MemberRefused">Those that it refused and that were a member's.</param>
public sealed record EvidenceTraffic(long Requests, long MemberRequests, long Refused, long MemberRefused)
{
    /// <summary>None.</summary>
    public static EvidenceTraffic None { get; } = new(0, 0, 0, 0);

    /// <summary>The share of so many requests in all of them, from 0 to 1; null when they were not counted, as of a log from before there were counts.</summary>
    public double? ShareOf(long requests) => Requests == 0 || requests > Requests ? null : (double)requests / Requests;

    /// <summary>These and those of a line.</summary>
    public EvidenceTraffic With(LoggedTraffic line) =>
        new(Requests + line.Requests, MemberRequests + line.MemberRequests, Refused + line.Refused, MemberRefused + line.MemberRefused);
}
