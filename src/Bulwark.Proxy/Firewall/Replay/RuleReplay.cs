using System.Globalization;
using Bulwark.Waf;

namespace Bulwark.Proxy.Firewall.Replay;

/// <summary>Asks rules by themselves, as <c>waf serve</c> does: they decide whether a request is refused.</summary>
/// <param name="engine">The rules.</param>
internal sealed class RuleReplay(WafEngine engine)
{
    public ReplayVerdict Judge(RecordedRequest request)
    {
        using var transaction = engine.Begin();
        ReplayedRequest.Show(request, transaction);
        var wouldBlock = transaction.Interruption is not null || transaction.WouldInterrupt is not null || transaction.IsIncomplete;
        return new ReplayVerdict(wouldBlock, transaction.IsIncomplete, [.. transaction.Matches.Select(MatchOf)]);
    }

    private static ReplayMatch MatchOf(RuleMatch match) =>
        new(match.Rule.Group.Length == 0 ? null : match.Rule.Group, match.Rule.Id.ToString(CultureInfo.InvariantCulture), match.Variables);
}
