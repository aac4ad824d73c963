using Bulwark.Proxy.Firewall.Exclusions;

namespace Bulwark.Proxy.Firewall.Evidence;

/// <summary>What the firewall's log says: what was found, where, whose it was, and what blocking would have refused.</summary>
/// <param name="Since">The first moment that counts.</param>
/// <param name="Requests">How many requests left a line. Those that nothing matched leave none.</param>
/// <param name="BrokenLines">How many lines could not be read.</param>
/// <param name="Clients">How many distinct clients.</param>
/// <param name="Members">How many distinct signed-in members.</param>
/// <param name="MemberRequests">How many of the requests came from signed-in members.</param>
/// <param name="WouldBlock">How many went on and would have been refused with everything in block.</param>
/// <param name="Blocked">How many were refused.</param>
/// <param name="Reasons">Why, of those that were not a rule's doing: <c>oversize</c>, <c>charset</c>, ...</param>
/// <param name="Groups">Per group, those with most hits first.</param>
/// <param name="Rules">Per rule, those with most hits first.</param>
/// <param name="Proposals">Exclusions for which there is evidence.</param>
/// <param name="Traffic">All requests, with those that left no line.</param>
/// <param name="UnexaminedPlaces">How many times a place was not followed because too many others were.</param>
public sealed record EvidenceReport(
    DateTimeOffset Since,
    long Requests,
    long BrokenLines,
    long Clients,
    long Members,
    long MemberRequests,
    long WouldBlock,
    long Blocked,
    IReadOnlyList<EvidencePath> Reasons,
    IReadOnlyList<EvidenceEntry> Groups,
    IReadOnlyList<EvidenceEntry> Rules,
    IReadOnlyList<ProposedExclusion> Proposals,
    EvidenceTraffic Traffic,
    long UnexaminedPlaces)
{
    /// <summary>A rule must have hit so many distinct members at a place before an exclusion is proposed: fewer may be one attacker with stolen accounts.</summary>
    public const int LeastMembers = 5;

    /// <summary>There must be so many members for one address of a stranger who trips the same there: else it is what attackers do, and somebody has to look at it.</summary>
    public const int MembersPerStranger = 2;

    /// <summary>The proposals as they can stand in the settings, in <c>waf.exclusions</c>.</summary>
    public IReadOnlyList<FirewallExclusionOptions> Exclusions => ExclusionEvidence.Settings(Proposals);

    /// <summary>The exclusions in force, and what each leaves unseen.</summary>
    public IReadOnlyList<EvidenceUnseen> Unseen { get; init; } = [];

    /// <summary>What the log says of the requests since a moment.</summary>
    /// <param name="files">The log.</param>
    /// <param name="since">The first moment that counts.</param>
    /// <exception cref="Core.OperatorException">There is no log, or it cannot be read.</exception>
    public static EvidenceReport Of(FirewallLogFiles files, DateTimeOffset since)
    {
        var tally = new EvidenceTally();
        foreach (var request in files.Read(Count, CountUnseen).Where(request => request.Time >= since))
            tally.Add(request);

        return tally.ToReport(since, files.Broken);

        void CountUnseen(LoggedUnseen line)
        {
            if (line.Time >= since)
                tally.Add(line);
        }

        void Count(LoggedTraffic line)
        {
            if (line.Time >= since)
                tally.Add(line);
        }
    }
}
